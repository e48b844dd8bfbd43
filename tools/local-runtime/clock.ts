/** Time and timers of the local runtime. Tests use a virtual one. */
export interface Clock {
  /** Milliseconds since 1970, with fractions. Never goes back. */
  now(): number;
  /** Calls `work` once after `ms` milliseconds. Returns a function that cancels the call. */
  after(ms: number, work: () => void): () => void;
}

/** The clock of this machine. A pending call does not keep the process alive. */
export const SYSTEM_CLOCK: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  after: (ms, work) => {
    const timer = setTimeout(work, ms).unref();
    return () => clearTimeout(timer);
  },
};
