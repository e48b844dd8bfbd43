import type { IncomingMessage, ServerResponse } from "node:http";
import { ApiListener } from "../api/api-listener";
import type { LocalRegion } from "./local-region";
import { listening } from "./ports";
import type { Traffic } from "./traffic";

export interface SharedNameOptions {
  /** Region to which a connection of a client leads. Undefined without an answer of DNS. */
  readonly resolve: (connection: object) => string | undefined;
  readonly region: (name: string) => LocalRegion | undefined;
  readonly traffic: Traffic;
}

/**
 * Answers the requests to the shared name: asks for the region, and passes the request on to it, in this process. All clients have one
 * resolver.
 */
export class SharedName {
  private readonly options: SharedNameOptions;
  private listener: ApiListener | undefined;
  /** Calls with the region of an answer, by the port of the client. */
  private readonly watchers = new Map<number, (region: string) => void>();

  constructor(options: SharedNameOptions) {
    this.options = options;
  }

  /** URL of the listener. @throws Error before `listen` */
  get url(): string {
    if (!this.listener) {
      throw new Error("the shared name must listen before its URL is read");
    }
    return this.listener.url;
  }

  /** @throws UsageError when the port is in use */
  async listen(port: number): Promise<void> {
    this.listener = await listening(port, () => ApiListener.start({ port, handler: this }));
  }

  async close(): Promise<void> {
    await this.listener?.close();
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { resolve, region: regionNamed, traffic } = this.options;
    const name = resolve(request.socket);
    const region = name === undefined ? undefined : regionNamed(name);
    if (!region || region.faults.down) {
      // A client cannot connect to a region that has failed, or without an answer of DNS.
      traffic.add(undefined, true);
      request.socket.resetAndDestroy();
      return;
    }
    this.watchers.get(request.socket.remotePort ?? 0)?.(region.name);
    response.once("close", () => {
      if (response.writableFinished) {
        traffic.add(region.name, response.statusCode >= 500);
      } else if (region.faults.down) {
        // The region failed before its answer. Otherwise the client has left.
        traffic.add(undefined, true);
      }
    });
    await region.handle(request, response);
  }

  /**
   * Calls `listener` with the region that answers a client.
   *
   * @param port local port of the client's connection
   * @returns ends this
   */
  watch(port: number, listener: (region: string) => void): () => void {
    this.watchers.set(port, listener);
    return () => this.watchers.delete(port);
  }
}
