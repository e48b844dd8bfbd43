import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { DynamoDbAnswer } from "./dynamodb-answer";

/** Largest request, in bytes: 16 MB. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const LARGEST_REQUEST = 16 * 1024 * 1024;

/** Most connections. Each execution of a function has at most 50, the SDK's default. */
const MOST_CONNECTIONS = 2_000;

/** Milliseconds for a complete request. A client that sends slower is disconnected. */
const SLOWEST_REQUEST_MS = 30_000;

/** Milliseconds after which an idle connection is closed. Longer than the SDK's clients keep theirs, so that no request meets a closing one. */
const IDLE_MS = 120_000;

/** Bounds what clients can use. Returns the same server. */
export function limitClients(server: Server): Server {
  server.maxConnections = MOST_CONNECTIONS;
  server.requestTimeout = SLOWEST_REQUEST_MS;
  server.headersTimeout = SLOWEST_REQUEST_MS;
  server.keepAliveTimeout = IDLE_MS;
  return server;
}

/**
 * Reads a request, and writes the answer of `perform`. A request of more than 16 MiB is read to its end, so that the client receives the
 * answer, but not kept. A failure closes the connection.
 */
export function serveRequest(
  request: IncomingMessage,
  response: ServerResponse,
  perform: (target: string, text: string) => Promise<DynamoDbAnswer>,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  request.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size <= LARGEST_REQUEST) {
      chunks.push(chunk);
    } else {
      chunks.length = 0;
    }
  });
  request.on("error", () => response.destroy());
  request.on("end", () => {
    if (size > LARGEST_REQUEST) {
      response.writeHead(413, { Connection: "close" }).end();
      return;
    }
    perform(String(request.headers["x-amz-target"]), Buffer.concat(chunks).toString())
      .then(({ status, headers, body }) => response.writeHead(status, headers).end(body))
      .catch(() => response.destroy());
  });
}
