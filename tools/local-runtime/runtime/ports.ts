import { UsageError } from "../../shared/usage-error";
import { RunFile } from "./run-file";

/** Ports of a runtime: that of the shared name, the one before it for the control API, those after it for the regions. */
export class Ports {
  private readonly first: number;
  private readonly taken = new Map<number, string>();

  /** @param first port of the shared name, or 0 for free ports */
  constructor(first: number) {
    this.first = first;
  }

  get sharedName(): number {
    return this.first;
  }

  get control(): number {
    return this.first === 0 ? 0 : this.first - 1;
  }

  /** The first port that no other region has. A region keeps its port when the order of the configuration changes. */
  take(region: string): number {
    if (this.first === 0) {
      return 0;
    }
    let port = this.first + 1;
    while (this.taken.has(port)) {
      port += 1;
    }
    this.taken.set(port, region);
    return port;
  }

  /** Returns the port of a region. */
  release(region: string): void {
    for (const [port, owner] of this.taken) {
      if (owner === region) {
        this.taken.delete(port);
      }
    }
  }
}

/**
 * Runs work that listens on a port.
 *
 * @throws UsageError when the port is in use, with its owner if that is another runtime
 */
export async function listening<T>(port: number, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE") {
      const owner = await RunFile.ownerOf(port);
      const got = owner
        ? `${port}, on which npm start of ${owner.environment} (process ${owner.pid}) listens`
        : `${port}`;
      throw new UsageError(
        `port must be free, got ${got}; choose another with --port, 0 for free ports, or stop the process that uses it`,
      );
    }
    if (code === "EACCES") {
      throw new UsageError(
        `port must be one that this user may listen on, got ${port}; choose one from 1024 on with --port`,
      );
    }
    throw error;
  }
}
