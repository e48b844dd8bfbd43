import { UsageError } from "../../shared/usage-error";

/** The operator interrupted the drill. */
class Interrupted extends UsageError {
  constructor() {
    super("the drill was interrupted");
    this.name = "Interrupted";
  }
}

/** The time of a drill. It does not jump when the machine's clock is set. */
export class Clock {
  private readonly offset = Date.now() - performance.now();
  private readonly signal: AbortSignal | undefined;

  /** @param signal aborted when the operator interrupts the drill. @default never */
  constructor(signal?: AbortSignal) {
    this.signal = signal;
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.offset + performance.now();
  }

  /** @throws Interrupted when the operator has interrupted the drill */
  check(): void {
    if (this.signal?.aborted) {
      throw new Interrupted();
    }
  }

  /** @throws Interrupted at once when the operator interrupts the drill */
  async sleep(ms: number): Promise<void> {
    this.check();
    await new Promise<void>((resolve) => {
      const timer = setTimeout(done, ms);
      const { signal } = this;
      function done() {
        clearTimeout(timer);
        signal?.removeEventListener("abort", done);
        resolve();
      }
      signal?.addEventListener("abort", done, { once: true });
    });
    this.check();
  }

  /** Waits also after an interruption. */
  async pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => void setTimeout(resolve, ms));
  }
}
