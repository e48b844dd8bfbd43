import { createServer, type RequestListener, type Server } from "node:http";
import type { Socket } from "node:net";
import { closeServer, listenOnLoopback } from "../loopback-server";

export interface LoopbackListenerOptions {
  /** Answers the requests. */
  readonly handle: RequestListener;
  /** Port on the loopback interface. @default a free port */
  readonly port?: number;
  /** Milliseconds in which a client must send the headers of a request. @default 10,000 */
  readonly headersMs?: number;
  /** Milliseconds in which a client must send a whole request. @default 30,000 */
  readonly requestMs?: number;
}

/** API Gateway's limit for the headers of a request is 10,240 bytes in total. Node adds the request line to them. */
const LARGEST_HEAD = 32 * 1024;

/** Connections at the same time. Each needs about 10 KiB and a file descriptor. */
const MOST_CONNECTIONS = 4096;

/**
 * An HTTP listener that can refuse every connection, as a region does that has failed. It keeps its port meanwhile, so that no other
 * program can take it.
 */
export class LoopbackListener {
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

  /** @throws Error of the system when the port is in use */
  static async start(options: LoopbackListenerOptions): Promise<LoopbackListener> {
    const { handle, port = 0, headersMs = 10_000, requestMs = 30_000 } = options;
    const limits = { headersTimeout: Math.min(headersMs, requestMs), requestTimeout: requestMs };
    const server = createServer(
      { maxHeaderSize: LARGEST_HEAD, connectionsCheckingInterval: Math.min(1000, headersMs), ...limits },
      handle,
    );
    server.maxConnections = MOST_CONNECTIONS;
    return new LoopbackListener(server, await listenOnLoopback(server, port));
  }

  /** Connections that exist now. */
  get connections(): number {
    return this.sockets.size;
  }

  /** Resets every connection, and every new one. */
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
