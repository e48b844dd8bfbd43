import type { IncomingMessage } from "node:http";
import { HttpFault } from "./answer";

/** Bytes. An operation has less than 1 KiB. The page's form sends small items. */
const LARGEST_BODY = 64 * 1024;

/**
 * Reads a request's body as JSON.
 *
 * @throws HttpFault with 400, 413 or 415
 */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const type = (request.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase();
  // Another site's page can send other types without a preflight request.
  if (type !== "application/json") {
    throw new HttpFault(415, `the header Content-Type must be application/json, got ${JSON.stringify(type)}`);
  }
  const text = (await readLimited(request)).toString("utf8");
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpFault(400, `the body must be JSON, got ${JSON.stringify(text.slice(0, 80))}`);
  }
}

async function readLimited(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LARGEST_BODY) {
      throw new HttpFault(413, `the body must be at most ${LARGEST_BODY} bytes, got more; send less`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
