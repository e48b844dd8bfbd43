import { createServer, type Server } from "node:http";
import { closeServer, listenOnLoopback, readAll } from "../../tools/local-runtime/loopback-server";

/** Errors of DynamoDB: HTTP status and exception. AWS documents AccessDeniedException also for a key that the table cannot use. */
const ERRORS = {
  throttled: [400, "ThrottlingException"],
  "hot key": [400, "ProvisionedThroughputExceededException"],
  "over quota": [400, "RequestLimitExceeded"],
  broken: [500, "InternalServerError"],
  "out of service": [503, "ServiceUnavailable"],
  denied: [400, "AccessDeniedException"],
  "key disabled": [400, "KMSInvalidStateException"],
  missing: [400, "ResourceNotFoundException"],
  "not active": [400, "ResourceInUseException"],
  conflict: [400, "TransactionConflictException"],
  "replication conflict": [400, "ReplicatedWriteConflictException"],
} as const;

/**
 * How an endpoint fails. `halts`: the answer stops after its headers. `garbled`: the answer is not JSON. `stalls` and `lost` affect the
 * first request only: no answer, or a request that is done without an answer.
 */
export type Fault = keyof typeof ERRORS | "refused" | "hangs" | "halts" | "garbled" | "stalls" | "lost" | "none";

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
  /** Whether the fault affects a request, by its action, e.g. `PutItem`, and its body. @default every request */
  affects: (action: string, body: string) => boolean = () => true;
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
      const body = await readAll(request);
      const fault = faulty.affects(attemptOf(request.headers).action, body.toString()) ? faulty.fault : "none";
      if (fault in ERRORS) {
        const [status, type] = ERRORS[fault as keyof typeof ERRORS];
        return awsError(status, `com.amazonaws.dynamodb.v20120810#${type}`);
      }
      switch (fault) {
        case "refused":
          return request.socket.destroy();
        case "hangs":
          return;
        case "stalls":
          faulty.fault = "none";
          return;
        case "halts":
          response.writeHead(200, { "Content-Type": "application/x-amz-json-1.0", "Content-Length": "100" });
          return response.write("{");
        case "garbled":
          return response.writeHead(200).end("<html>not DynamoDB</html>");
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
