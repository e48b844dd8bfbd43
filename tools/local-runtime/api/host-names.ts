/** Names of this machine. */
const LOCAL = ["localhost", "127.0.0.1", "[::1]"];

/**
 * The host names at which an API answers. Without its `execute-api` endpoint, an API answers only at its own names. It also answers at
 * names of this machine, so that clients need no resolver. A web page cannot reach it through a name of its own.
 */
export class HostNames {
  private readonly names: ReadonlySet<string>;

  constructor(names: readonly string[]) {
    this.names = new Set([...LOCAL, ...names].map((name) => name.toLowerCase()));
  }

  /** @param host header `Host`, with or without a port */
  permit(host: string | undefined): boolean {
    return this.names.has((host ?? "").toLowerCase().replace(/:\d+$/, ""));
  }
}
