import { withDeadline } from "../../shared/deadline";
import type { Heartbeat, Heartbeats } from "./heartbeats";

/** Result of one write or read. */
export type Check = { readonly ok: true; readonly milliseconds: number } | { readonly ok: false };

/** Results of a probe. They are independent: a table may refuse writes and answer reads. */
export interface Checks {
  readonly read: Check;
  readonly write: Check;
}

/** Called once per failed write or read, for the log. */
export type OnFailure = (check: keyof Checks, error: unknown) => void;

/** Timeout of a write, in milliseconds. The same as the budget of its table client. */
const WRITE_MS = 900;

/**
 * Timeout of the read, in milliseconds, and the latest time at which it starts. A write that hangs delays the read only this much, so
 * that both end within 900 ms.
 */
const READ_MS = 450;

/** A write is at most this much later in the table than its time, so that another execution environment's may look older. */
const TOLERANCE_MS = WRITE_MS;

/** Writes the region's heartbeat and reads it back. One per execution environment. */
export class Probe {
  private readonly heartbeats: Pick<Heartbeats, "read" | "write">;
  private readonly region: string;
  private readonly clock: () => number;
  private sequence = 0;

  /** @param clock monotonic clock in milliseconds */
  constructor(
    heartbeats: Pick<Heartbeats, "read" | "write">,
    region: string,
    clock: () => number = () => performance.now(),
  ) {
    this.heartbeats = heartbeats;
    this.region = region;
    this.clock = clock;
  }

  /** Takes at most 0.9 s. Never rejects. */
  async run(onFailure: OnFailure): Promise<Checks> {
    this.sequence += 1;
    const heartbeat = { region: this.region, writtenAt: Date.now(), sequence: this.sequence };
    let stored = false;
    const writing = this.timed("write", WRITE_MS, onFailure, async () => {
      await this.heartbeats.write(heartbeat);
      stored = true;
    });
    await atMost(READ_MS, writing);
    const reading = this.timed("read", READ_MS, onFailure, () => this.readBack(stored ? heartbeat : undefined));
    const [write, read] = await Promise.all([writing, reading]);
    return { read, write };
  }

  /** Other execution environments of the region write the same item, so that it may be newer than `mine`. */
  private async readBack(mine: Heartbeat | undefined): Promise<void> {
    const found = await this.heartbeats.read(this.region);
    if (mine && (!found || found.writtenAt < mine.writtenAt - TOLERANCE_MS)) {
      throw new Error("the heartbeat read back must be the one just written or a later one");
    }
  }

  private async timed(
    check: keyof Checks,
    limitMs: number,
    onFailure: OnFailure,
    work: () => Promise<void>,
  ): Promise<Check> {
    const started = this.clock();
    try {
      await withDeadline(`the heartbeat's ${check}`, limitMs, work);
      return { ok: true, milliseconds: Math.round(this.clock() - started) };
    } catch (error) {
      onFailure(check, error);
      return { ok: false };
    }
  }
}

/** Waits for `work`, but no longer than `milliseconds`. */
async function atMost(milliseconds: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const pause = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([work, pause]);
  clearTimeout(timer);
}
