import type { Clock } from "../../tools/local-runtime/table/clock";

/** A clock that only {@link advance} moves. */
export class VirtualClock implements Clock {
  private time = 1_000_000;
  private readonly timers = new Set<{ readonly at: number; readonly work: () => void }>();

  now(): number {
    return this.time;
  }

  after(ms: number, work: () => void): () => void {
    const timer = { at: this.time + ms, work };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  }

  /** Moves the time and calls what is due, in order. After each call, the event loop runs until the work that it began is done. */
  async advance(ms: number): Promise<void> {
    const end = this.time + ms;
    for (;;) {
      const [next] = [...this.timers].filter(({ at }) => at <= end).sort((one, other) => one.at - other.at);
      if (!next) {
        break;
      }
      this.timers.delete(next);
      this.time = Math.max(this.time, next.at);
      next.work();
      await turns();
    }
    this.time = end;
    await turns();
  }
}

/** Turns of the event loop that a write of dynalite needs, with a reserve. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
