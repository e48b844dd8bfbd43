import { randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import { closeServer, listenOnLoopback } from "../loopback-server";
import type { Controllable } from "./controllable";
import { EventStream } from "./http/event-stream";
import { RequestGuard } from "./http/request-guard";
import { Router } from "./http/router";

export interface ControlApiOptions {
  readonly controllable: Controllable;
  /** Port on the loopback interface. @default a free port */
  readonly port?: number;
  /** Secret first part of every path. @default 192 random bits */
  readonly token?: string;
  /** Milliseconds in which a client must send a whole request. @default 10,000 */
  readonly requestTimeoutMs?: number;
}

/** Connections at the same time. A browser uses six for each page. */
const MOST_CONNECTIONS = 128;

/** The control API of the local runtime on the loopback interface, and the page at its root. */
export class ControlApi {
  /** URL of the page, with the token. It ends with a slash. */
  readonly url: string;
  private readonly server: Server;
  private readonly events: EventStream;

  private constructor(server: Server, events: EventStream, url: string) {
    this.server = server;
    this.events = events;
    this.url = url;
  }

  /** @throws Error of the system when the port is in use */
  static async start(options: ControlApiOptions): Promise<ControlApi> {
    const { controllable, port, token = randomBytes(24).toString("base64url"), requestTimeoutMs = 10_000 } = options;
    const events = new EventStream(controllable);
    const router = new Router(controllable, events, new RequestGuard(token));
    const server = createServer(
      {
        maxHeaderSize: 16 * 1024,
        headersTimeout: requestTimeoutMs,
        requestTimeout: requestTimeoutMs,
        connectionsCheckingInterval: Math.min(1000, requestTimeoutMs),
      },
      (request, response) => router.answer(request, response),
    );
    server.maxConnections = MOST_CONNECTIONS;
    try {
      return new ControlApi(server, events, `${await listenOnLoopback(server, port)}/${token}/`);
    } catch (error) {
      events.close();
      throw error;
    }
  }

  close(): Promise<void> {
    this.events.close();
    return closeServer(this.server);
  }
}
