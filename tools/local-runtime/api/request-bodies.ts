import type { IncomingMessage } from "node:http";
import { GatewayFault } from "./gateway-fault";

/** API Gateway's limit for a body, in bytes. */
const LARGEST_BODY = 10 * 1024 * 1024;

/** Bytes of all bodies that one API has in memory at once. */
const LARGEST_SUM = 64 * 1024 * 1024;

/** The client has closed the connection before its request was complete. */
export class ClientGone extends Error {
  override readonly name = "ClientGone";
}

/** Reads bodies without more memory than the limits. */
export class RequestBodies {
  private readonly onHeld: (bytes: number) => void;
  private held = 0;

  /** @param onHeld called with the bytes of all bodies in memory, after each change */
  constructor(onHeld: (bytes: number) => void = () => {}) {
    this.onHeld = onHeld;
  }

  /**
   * Reads a body and passes it on. Its memory counts until `use` ends.
   *
   * @throws GatewayFault when the body, or all bodies together, exceed the limit. The rest of the body is not read then
   * @throws ClientGone when the body does not end
   */
  async with<Result>(request: IncomingMessage, use: (body: Buffer) => Promise<Result>): Promise<Result> {
    const chunks: Buffer[] = [];
    let length = 0;
    try {
      if (isTooLarge(request)) {
        throw new GatewayFault("REQUEST_TOO_LARGE", "Request Too Long");
      }
      await eachChunk(request, (chunk) => {
        length += chunk.length;
        this.hold(chunk.length);
        chunks.push(chunk);
        if (length > LARGEST_BODY) {
          return new GatewayFault("REQUEST_TOO_LARGE", "Request Too Long");
        }
        return this.held > LARGEST_SUM ? new GatewayFault("THROTTLED", "Too Many Requests") : undefined;
      });
      // Without its parts, which would need the same memory once more.
      return await use(Buffer.concat(chunks.splice(0), length));
    } finally {
      this.hold(-length);
    }
  }

  private hold(bytes: number): void {
    this.held += bytes;
    this.onHeld(this.held);
  }
}

/** Whether a request states that its body is over the limit. */
export function isTooLarge({ headers }: IncomingMessage): boolean {
  return Number(headers["content-length"] ?? 0) > LARGEST_BODY;
}

/** Passes on each chunk until `onChunk` returns an error. The connection stays open then. */
function eachChunk(request: IncomingMessage, onChunk: (chunk: Buffer) => Error | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: Error) => {
      request.off("data", onData).off("end", onEnd).off("close", onClose).off("error", onClose);
      if (error) {
        request.pause().on("error", () => {});
        reject(error);
      } else {
        resolve();
      }
    };
    const onData = (chunk: Buffer) => {
      const error = onChunk(chunk);
      if (error) {
        settle(error);
      }
    };
    const onEnd = () => settle();
    const onClose = () => settle(new ClientGone("the client closed the connection"));
    request.on("data", onData).on("end", onEnd).on("close", onClose).on("error", onClose);
  });
}
