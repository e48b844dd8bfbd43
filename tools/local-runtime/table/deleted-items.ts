import type { Clock } from "../clock";

/**
 * Milliseconds for which deleted items keep their stamps after all regions have the deletion. Must be longer than a delivery that has
 * begun, e.g. of a region that was removed.
 */
const KEPT_MS = 10_000;

/** Decides when the stamps of deleted items are no longer needed, because no older write of them can arrive. */
export class DeletedItems {
  private readonly clock: Clock;
  private readonly forget: (before: number) => void;
  private copies = 0;
  private forgotAt = Number.NEGATIVE_INFINITY;

  /** @param forget removes the stamps of items that were deleted before a time, in milliseconds since 1970 */
  constructor(clock: Clock, forget: (before: number) => void) {
    this.clock = clock;
    this.forget = forget;
  }

  /** Keeps all stamps while `copy` runs. It may copy a write to a new region that is older than a deletion. */
  async keepDuring(copy: () => Promise<void>): Promise<void> {
    this.copies += 1;
    try {
      await copy();
    } finally {
      this.copies -= 1;
    }
  }

  /**
   * Forgets what is not needed, at most once in 10 seconds. All undelivered writes are later than the oldest one, so that no write can
   * restore an item that was deleted before.
   *
   * @param oldestMs returns the age of the oldest undelivered write in milliseconds, 0 without one
   */
  check(oldestMs: () => number): void {
    const now = this.clock.now();
    if (this.copies === 0 && now - this.forgotAt >= KEPT_MS) {
      this.forgotAt = now;
      this.forget(now - oldestMs() - KEPT_MS);
    }
  }
}
