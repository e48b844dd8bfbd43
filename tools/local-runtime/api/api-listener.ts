import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { closeServer, listenOnLoopback } from "../loopback-server";
import { isTooLarge } from "./request-bodies";

/** Answers HTTP requests. `LocalRestApi` is one. */
interface RequestHandler {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/**
 * Limits of a listener. API Gateway permits 10,240 bytes for the request line and the headers. The other limits protect this machine.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
 */
const LIMITS = { maxHeaderSize: 10_240, headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 60_000 };

/** Connections at once. The listener closes others. */
const CONNECTIONS = 2000;

/** How often the listener looks for slow clients while they may still send their headers. */
const CHECKS = 10;

export interface ApiListenerOptions {
  readonly handler: RequestHandler;
  /** @default a free port */
  readonly port?: number;
  /** Milliseconds that a client may need for its headers, and for the whole request. @default 10000 and 30000 */
  readonly timeouts?: { readonly headersMs: number; readonly requestMs: number };
}

/** An HTTP server on the loopback interface that clients cannot exhaust. */
export class ApiListener {
  readonly url: string;
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private isRefusing = false;

  private constructor(server: Server, url: string) {
    this.server = server;
    this.url = url;
    server.on("connection", (socket: Socket) => {
      if (this.isRefusing) {
        socket.resetAndDestroy();
        return;
      }
      this.sockets.add(socket);
      socket.once("close", () => this.sockets.delete(socket));
    });
  }

  /** @throws Error of the operating system when the port is not free */
  static async start({ handler, port, timeouts }: ApiListenerOptions): Promise<ApiListener> {
    const own = timeouts ? { headersTimeout: timeouts.headersMs, requestTimeout: timeouts.requestMs } : {};
    const limits = { ...LIMITS, ...own };
    const connectionsCheckingInterval = limits.headersTimeout / CHECKS;
    const server = createServer({ ...limits, connectionsCheckingInterval }, (request, response) => {
      void handler.handle(request, response);
    });
    server.maxConnections = CONNECTIONS;
    // Closes connections of clients that do not read their response.
    server.setTimeout(LIMITS.keepAliveTimeout);
    // A client that asks before it sends a body gets its refusal without sending it.
    server.on("checkContinue", (request: IncomingMessage, response: ServerResponse) => {
      if (!isTooLarge(request)) {
        response.writeContinue();
      }
      void handler.handle(request, response);
    });
    return new ApiListener(server, await listenOnLoopback(server, port));
  }

  /** Resets every connection and every new one, as if the region had failed. The port is kept, so that no other program takes it. */
  refuse(): void {
    this.isRefusing = true;
    for (const socket of this.sockets) {
      socket.resetAndDestroy();
    }
  }

  /** Accepts connections again. */
  accept(): void {
    this.isRefusing = false;
  }

  close(): Promise<void> {
    return closeServer(this.server);
  }
}
