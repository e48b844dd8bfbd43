import type { Clock } from "../../tools/local-runtime/clock";

interface Timer {
  readonly at: number;
  readonly work: () => void;
}

/** A clock that a test moves. It starts at 0. */
export class VirtualClock implements Clock {
  private readonly turns: number;
  private readonly timers = new Set<Timer>();
  private time = 0;

  /** @param turns turns of the event loop after each call, for the work that it begins. @default 1 */
  constructor(turns = 1) {
    this.turns = turns;
  }

  now(): number {
    return this.time;
  }

  after(ms: number, work: () => void): () => void {
    const timer = { at: this.time + ms, work };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  }

  /** Timers that wait. */
  get waiting(): number {
    return this.timers.size;
  }

  /** Moves the time forward and runs all timers that become due, in order, also those that other timers start. */
  async advance(ms: number): Promise<void> {
    const end = this.time + ms;
    for (let next = this.due(end); next; next = this.due(end)) {
      this.timers.delete(next);
      this.time = Math.max(this.time, next.at);
      next.work();
      await this.turn();
    }
    this.time = end;
    await this.turn();
  }

  private due(end: number): Timer | undefined {
    return [...this.timers].filter(({ at }) => at <= end).sort((one, other) => one.at - other.at)[0];
  }

  private async turn(): Promise<void> {
    for (let turn = 0; turn < this.turns; turn += 1) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
