import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { HttpFault } from "./answer";

/** Accepts only requests of the page itself, of programs that know the token, and of a user who opens the page's URL. */
export class RequestGuard {
  private readonly token: Buffer;

  constructor(token: string) {
    this.token = digest(token);
  }

  /**
   * Path below the token, e.g. `/state`. Undefined for the token alone, without a slash after it.
   *
   * @throws HttpFault with 404 without the token, and with 403 for another host name or origin
   */
  pathOf(request: IncomingMessage): string | undefined {
    const [, token = "", path] = /^\/([^/?#]*)(\/[^?#]*)?/.exec(request.url ?? "") ?? [];
    if (!timingSafeEqual(digest(token), this.token)) {
      throw new HttpFault(404, "not found");
    }
    checkHost(request);
    checkOrigin(request, path);
    return path;
  }
}

/** Digests have equal lengths, which the comparison in constant time needs. */
function digest(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

/** A DNS name of another site that resolves to 127.0.0.1 is refused (DNS rebinding). */
function checkHost({ headers, socket }: IncomingMessage): void {
  const known = ["127.0.0.1", "localhost"].map((name) => `${name}:${socket.localPort}`);
  if (!known.includes(headers.host ?? "")) {
    const got = JSON.stringify(headers.host ?? "");
    throw new HttpFault(
      403,
      `the header Host must be ${known.join(" or ")}, got ${got}; open the URL that npm start prints`,
    );
  }
}

function checkOrigin({ headers, method }: IncomingMessage, path: string | undefined): void {
  const { origin } = headers;
  if (origin !== undefined && origin !== `http://${headers.host}`) {
    throw new HttpFault(403, `the header Origin must be http://${headers.host}, got ${JSON.stringify(origin)}`);
  }
  const site = headers["sec-fetch-site"] ?? "none";
  // A link to the page, e.g. in a terminal that is part of a browser. The other site does not get the answer.
  const isOpened =
    method === "GET" &&
    (path === undefined || path === "/") &&
    headers["sec-fetch-mode"] === "navigate" &&
    headers["sec-fetch-dest"] === "document";
  if (site !== "same-origin" && site !== "none" && !isOpened) {
    const rule = "the header Sec-Fetch-Site must be same-origin or none";
    throw new HttpFault(403, `${rule}, got ${JSON.stringify(site)}; another site must not use this API`);
  }
}
