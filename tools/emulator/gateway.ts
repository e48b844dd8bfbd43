import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Feature } from "./actions/feature";
import { isBucketPolicy } from "./actions/s3/bucket-policies";
import { CONTROL_PATH, control } from "./control";
import { AwsError, errorReply, type Reply } from "./protocol/reply";
import { type AwsRequest, parseRequest, scopeOf } from "./protocol/request";
import { Router, type Upstream } from "./router";
import { StartError } from "./start-error";
import { State } from "./state";
import { nameOf, unknownAction } from "./unknown-action";
import { MotoClient } from "./upstream";

/**
 * Seconds before an idle connection is closed. Terraform and the provider use Go's client, which reuses a connection for 90 s
 * (`IdleConnTimeout` of https://pkg.go.dev/net/http#DefaultTransport). The client must close it first. Otherwise a request
 * can be lost on a connection that the gateway is closing.
 */
const KEEP_ALIVE_SECONDS = 120;

/** The user's part of an error of the operating system, by its code. */
const PORT_RULES: Readonly<Record<string, string>> = {
  EADDRINUSE: "be free, got PORT; choose another port, 0 for any free port, or stop the process that uses it",
  EACCES: "be permitted to this user, got PORT; choose one from 1024, or 0 for any free port",
};

export interface GatewayProps {
  /** URL of moto, e.g. `http://127.0.0.1:5000`. */
  readonly motoUrl: string;
  readonly features: readonly Feature[];
  /** Called once for every unsupported action. */
  readonly log: (line: string) => void;
}

/** The HTTP server for all clients. It answers the actions of its features, and forwards all other requests to moto. */
export class Gateway {
  private readonly server: Server;
  private readonly moto: MotoClient;
  private readonly state = new State();
  private readonly router: Router;
  private readonly log: (line: string) => void;
  private readonly reported = new Set<string>();

  constructor(props: GatewayProps) {
    this.moto = new MotoClient(props.motoUrl);
    this.log = props.log;
    const upstream: Upstream = (request) => this.askMoto(request);
    this.router = new Router(props.features, this.state, upstream);
    this.server = createServer((from, to) => {
      this.serve(from, to).catch((error: Error) => {
        this.log(`${from.method} ${from.url}: ${error.message}`);
        if (to.headersSent) {
          to.destroy();
        } else {
          to.writeHead(502, { "content-type": "text/plain" }).end(`emulator: ${error.message}\n`);
        }
      });
    });
    this.server.keepAliveTimeout = KEEP_ALIVE_SECONDS * 1_000;
  }

  /**
   * Listens on the loopback interface. Port 0 chooses a free port.
   *
   * @throws StartError when the port is in use or not permitted
   */
  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once("error", (error: NodeJS.ErrnoException) => {
        const rule = PORT_RULES[error.code ?? ""];
        reject(rule === undefined ? error : new StartError(`port must ${rule}`.replace("PORT", `${port}`)));
      });
      this.server.listen(port, "127.0.0.1", () => resolve((this.server.address() as AddressInfo).port));
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private async serve(from: IncomingMessage, to: ServerResponse): Promise<void> {
    const url = from.url ?? "/";
    const scope = scopeOf(from.headers, new URLSearchParams(url.split(/\?(.*)/s)[1] ?? ""));
    if (from.method === "POST" && url === "/moto-api/reset") {
      this.state.reset();
    }
    if (url === CONTROL_PATH) {
      await control(from, to, this.state);
      return;
    }
    if (scope.service === undefined || (scope.service === "s3" && !isBucketPolicy(url))) {
      await this.moto.pipe(scope, from, to);
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of from) {
      chunks.push(chunk);
    }
    const request = parseRequest(from.method ?? "GET", url, from.headers, Buffer.concat(chunks));
    write(await this.answer(request), to);
  }

  private async answer(request: AwsRequest): Promise<Reply> {
    try {
      return await this.router.answer(request);
    } catch (error) {
      if (!(error instanceof AwsError)) {
        throw error;
      }
      return errorReply(request, error);
    }
  }

  private async askMoto(request: AwsRequest): Promise<Reply> {
    const reply = await this.moto.send(request);
    const unknown = unknownAction(request, reply);
    if (unknown === undefined) {
      return reply;
    }
    const name = nameOf(request);
    if (!this.reported.has(name)) {
      this.log(`not supported: ${name}`);
    }
    this.reported.add(name);
    return errorReply(request, unknown);
  }
}

function write(reply: Reply, to: ServerResponse): void {
  const body = Buffer.from(reply.body);
  const { "content-length": _, ...headers } = reply.headers;
  // A response with status 204 has no body and no content length.
  to.writeHead(reply.status, reply.status === 204 ? headers : { ...headers, "content-length": body.length });
  to.end(body);
}
