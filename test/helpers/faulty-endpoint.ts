import { createServer, type Server } from "node:http";
import { closeServer, listenOnLoopback, readAll } from "../../tools/local-runtime/loopback-server";

/** How an endpoint fails. `stalls` and `lost` affect the first request only: no answer, or a request that is done without an answer. */
export type Fault = "refused" | "hangs" | "throttled" | "broken" | "stalls" | "lost" | "none";

/** One received request. */
interface Attempt {
  /** E.g. `PutItem`. */
  readonly action: string;
  /** The SDK's id of the call. Several attempts of one call have the same id. */
  readonly call: string;
}

/** An HTTP server that forwards requests to a DynamoDB endpoint, with the given fault. */
export class FaultyEndpoint {
  readonly url: string;
  fault: Fault = "none";
  /** The received requests. */
  readonly attempts: Attempt[] = [];
  private readonly server: Server;

  private constructor(server: Server, url: string) {
    this.server = server;
    this.url = url;
  }

  static async before(endpoint: string): Promise<FaultyEndpoint> {
    const server = createServer();
    const faulty = new FaultyEndpoint(server, await listenOnLoopback(server));
    server.on("request", async (request, response) => {
      faulty.attempts.push(attemptOf(request.headers));
      const { fault } = faulty;
      const body = await readAll(request);
      switch (fault) {
        case "refused":
          return request.socket.destroy();
        case "hangs":
          return;
        case "stalls":
          faulty.fault = "none";
          return;
        case "throttled":
          return awsError(400, "com.amazonaws.dynamodb.v20120810#ThrottlingException");
        case "broken":
          return awsError(500, "com.amazonaws.dynamodb.v20120810#InternalServerError");
        default:
          break;
      }
      const answer = await fetch(endpoint, { method: "POST", headers: headersOf(request.headers), body });
      const text = Buffer.from(await answer.arrayBuffer());
      if (fault === "lost") {
        faulty.fault = "none";
        request.socket.destroy();
        return;
      }
      response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(text);

      function awsError(status: number, type: string) {
        response.writeHead(status, { "Content-Type": "application/x-amz-json-1.0" });
        response.end(JSON.stringify({ __type: type, message: "arn:aws:dynamodb:secret" }));
      }
    });
    return faulty;
  }

  close(): Promise<void> {
    return closeServer(this.server);
  }
}

function attemptOf(headers: NodeJS.Dict<string | string[]>): Attempt {
  const action = String(headers["x-amz-target"]).split(".")[1] ?? "";
  return { action, call: String(headers["amz-sdk-invocation-id"]) };
}

function headersOf(headers: NodeJS.Dict<string | string[]>): Record<string, string> {
  const kept = ["x-amz-target", "content-type", "x-amz-date", "authorization"];
  return Object.fromEntries(kept.map((name) => [name, String(headers[name] ?? "")]));
}
