import type { Clock } from "../../../tools/local-runtime/routing/clock";

interface Timer {
  readonly at: number;
  readonly work: () => void;
}

/** A clock that a test moves. It starts at 0. */
export class VirtualClock implements Clock {
  private time = 0;
  private timers: Timer[] = [];

  now(): number {
    return this.time;
  }

  after(ms: number, work: () => void): () => void {
    const timer = { at: this.time + ms, work };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  /** Timers that wait. */
  get waiting(): number {
    return this.timers.length;
  }

  /** Moves the time forward and runs all timers that become due, in order, also those that other timers start. */
  async advance(ms: number): Promise<void> {
    const end = this.time + ms;
    for (let next = this.due(end); next; next = this.due(end)) {
      this.timers = this.timers.filter((other) => other !== next);
      this.time = next.at;
      next.work();
      await new Promise(setImmediate);
    }
    this.time = end;
  }

  private due(end: number): Timer | undefined {
    return this.timers.filter(({ at }) => at <= end).sort((one, other) => one.at - other.at)[0];
  }
}
