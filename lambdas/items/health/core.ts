import type { Answer } from "../../shared/api-handler";

/** Result of one read of the table. */
export type Check = { readonly ok: true; readonly milliseconds: number } | { readonly ok: false };

/**
 * How long a result is cached. The checkers of three or more regions send several requests per second in total. Each execution
 * environment reads the table once in this time, and reports a failure at most this much later.
 */
const CACHED_MS = 2_000;

/** Probes at most once per {@link CACHED_MS}. Concurrent callers share one probe. */
export class CachedProbe {
  private readonly probe: () => Promise<void>;
  private readonly clock: () => number;
  private latest: { readonly at: number; readonly check: Promise<Check> } | undefined;

  /** @param clock monotonic clock in milliseconds */
  constructor(probe: () => Promise<void>, clock: () => number = () => performance.now()) {
    this.probe = probe;
    this.clock = clock;
  }

  /** The result. Never rejects. Calls `onFailure` once per failed probe. */
  check(onFailure: (error: unknown) => void): Promise<Check> {
    const now = this.clock();
    if (!this.latest || now - this.latest.at >= CACHED_MS) {
      this.latest = { at: now, check: this.run(now, onFailure) };
    }
    return this.latest.check;
  }

  private async run(started: number, onFailure: (error: unknown) => void): Promise<Check> {
    try {
      await this.probe();
      return { ok: true, milliseconds: Math.round(this.clock() - started) };
    } catch (error) {
      onFailure(error);
      return { ok: false };
    }
  }
}

/**
 * The status that the drill switch `STATUS` sets, or undefined if it is unset or 200. A value that is not a status means 503, so
 * that a typing error is visible.
 */
export function drillStatus(setting: string | undefined): number | undefined {
  if (setting === undefined || setting === "" || setting === "200") {
    return undefined;
  }
  return /^[2-5]\d\d$/.test(setting) ? Number(setting) : 503;
}

/** The answer during a drill. Its body says that a drill is in progress. */
export function drillAnswer(status: number, region: string): Answer {
  return { status, body: JSON.stringify({ status: "drill", region, checks: {} }) };
}

/** 200 or 503. Names the failed check, but not the reason, which is in the log. */
export function healthAnswer(table: Check, region: string): Answer {
  if (table.ok) {
    const checks = { table: { status: "ok", duration_ms: table.milliseconds } };
    return { status: 200, body: JSON.stringify({ status: "ok", region, checks }) };
  }
  return {
    status: 503,
    headers: { "Retry-After": String(CACHED_MS / 1000) },
    body: JSON.stringify({ status: "unavailable", region, checks: { table: { status: "failed" } } }),
  };
}
