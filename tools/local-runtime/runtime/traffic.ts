/** Seconds of the window. */
const WINDOW = 10;

interface Second {
  readonly at: number;
  readonly answered: Map<string, number>;
  total: number;
  failed: number;
}

/** Requests of the shared name in the last ten seconds. Its memory does not depend on the number of requests. */
export class Traffic {
  private readonly now: () => number;
  private seconds: Second[] = [];

  /** @param now milliseconds since 1970 */
  constructor(now: () => number) {
    this.now = now;
  }

  /**
   * @param region region that answered. Undefined without an answer
   * @param failed true for an answer from 500 on, and without an answer
   */
  add(region: string | undefined, failed: boolean): void {
    const at = Math.floor(this.now() / 1000);
    let second = this.seconds.at(-1);
    if (second?.at !== at) {
      second = { at, answered: new Map(), total: 0, failed: 0 };
      this.seconds.push(second);
      this.discard();
    }
    second.total += 1;
    second.failed += failed ? 1 : 0;
    if (region !== undefined) {
      second.answered.set(region, (second.answered.get(region) ?? 0) + 1);
    }
  }

  get perSecond(): number {
    return this.sum(({ total }) => total) / WINDOW;
  }

  /** Share of all requests, 0 to 1. */
  get failedShare(): number {
    return share(
      this.sum(({ failed }) => failed),
      this.sum(({ total }) => total),
    );
  }

  /** Requests per second that the region answered. */
  perSecondOf(region: string): number {
    return this.answeredBy(region) / WINDOW;
  }

  /** Share of all requests that the region answered, 0 to 1. */
  shareOf(region: string): number {
    return share(
      this.answeredBy(region),
      this.sum(({ total }) => total),
    );
  }

  private answeredBy(region: string): number {
    return this.sum(({ answered }) => answered.get(region) ?? 0);
  }

  private sum(value: (second: Second) => number): number {
    this.discard();
    return this.seconds.reduce((total, second) => total + value(second), 0);
  }

  private discard(): void {
    const oldest = Math.floor(this.now() / 1000) - WINDOW;
    this.seconds = this.seconds.filter(({ at }) => at > oldest);
  }
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
