import { Problem } from "../../shared/problem";

/** Milliseconds of the first pause, and of the longest one. A write and a read of an item take about 10 together. */
const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 400;

/** Time as a request sees it. */
export interface Clock {
  /** Monotonic time in milliseconds. */
  now(): number;
  /** Waits. */
  pause(milliseconds: number): Promise<void>;
  /** A number from 0 to below 1. */
  random(): number;
}

/** The clock of this machine. */
export const MACHINE_CLOCK: Clock = {
  now: () => performance.now(),
  pause: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  random: Math.random,
};

/**
 * The attempts of one request at an item that other requests write at the same time. Pauses grow, and their length is random from 0
 * ("full jitter"), so that requests that collided once do not collide again.
 * https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
 */
export class Attempts {
  private readonly clock: Clock;
  private readonly end: number;
  private lost = 0;

  /** @param totalMs time in which attempts can begin, in milliseconds */
  constructor(totalMs: number, clock: Clock) {
    this.clock = clock;
    this.end = clock.now() + totalMs;
  }

  /**
   * Waits after a lost attempt.
   *
   * @param jitter false for no wait
   * @returns false, at once, if there is no time for another attempt
   */
  async pause(jitter: boolean): Promise<boolean> {
    const longest = jitter ? Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.lost) : 0;
    const pause = longest * this.clock.random();
    this.lost += 1;
    if (this.clock.now() + pause >= this.end) {
      return false;
    }
    if (pause > 0) {
      await this.clock.pause(pause);
    }
    return true;
  }
}

/** The refusal of a request that lost every attempt. */
export function contended(): Problem {
  const reason = "other requests overwrote the item at the same time, and this request is not in effect";
  return new Problem(409, "overwrite_contended", `${reason}; retry later`, 1);
}
