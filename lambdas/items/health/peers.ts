import { withDeadline } from "../../shared/deadline";
import type { Heartbeats } from "./heartbeats";

/** Age of another region's heartbeat in this region's replica, in milliseconds. Undefined if there is none or the read failed. */
export interface PeerAge {
  readonly peer: string;
  readonly milliseconds: number | undefined;
}

/**
 * Shortest interval between two observations of an execution environment. The alarm evaluates minutes: each has several values, also
 * with one environment.
 */
const INTERVAL_MS = 15_000;

/**
 * Timeout of all reads together, in milliseconds. They run after the probe, which takes at most 900, and do not change its verdict.
 * One after the other, because each additional connection would need a TLS handshake.
 */
const LIMIT_MS = 300;

/** Reads the heartbeats of the other regions. One per execution environment. */
export class Peers {
  private readonly heartbeats: Pick<Heartbeats, "read">;
  private readonly names: readonly string[];
  private readonly clock: () => number;
  private observedAt = Number.NEGATIVE_INFINITY;

  /**
   * @param names the other regions
   * @param clock monotonic clock in milliseconds
   */
  constructor(
    heartbeats: Pick<Heartbeats, "read">,
    names: readonly string[],
    clock: () => number = () => performance.now(),
  ) {
    this.heartbeats = heartbeats;
    this.names = names;
    this.clock = clock;
  }

  /** The ages, or an empty list if the latest observation is recent. Takes at most 0.3 s. Never rejects. */
  async observe(onFailure: (error: unknown) => void): Promise<readonly PeerAge[]> {
    const now = this.clock();
    if (now - this.observedAt < INTERVAL_MS) {
      return [];
    }
    this.observedAt = now;
    const ages = new Map<string, number>();
    try {
      await withDeadline("reading the heartbeats of the other regions", LIMIT_MS, (signal) => this.read(ages, signal));
    } catch (error) {
      onFailure(error);
    }
    return this.names.map((peer) => ({ peer, milliseconds: ages.get(peer) }));
  }

  private async read(ages: Map<string, number>, signal: AbortSignal): Promise<void> {
    for (const peer of this.names) {
      const heartbeat = await this.heartbeats.read(peer);
      if (signal.aborted) {
        return;
      }
      if (heartbeat) {
        // The clocks of two regions differ by milliseconds. An age below zero has no meaning.
        ages.set(peer, Math.max(0, Date.now() - heartbeat.writtenAt));
      }
    }
  }
}

/** The highest age, or undefined while one is unknown: the metric must not look well because of the other regions. */
export function oldest(ages: readonly PeerAge[]): number | undefined {
  const known = ages.flatMap(({ milliseconds }) => milliseconds ?? []);
  return known.length === 0 || known.length < ages.length ? undefined : Math.max(...known);
}
