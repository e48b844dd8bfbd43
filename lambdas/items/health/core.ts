import type { Answer } from "../../shared/api-handler";

/** Result of one probe of the table. */
export type Check = { readonly ok: true; readonly milliseconds: number } | { readonly ok: false };

/**
 * How long a result is told again. Three checker regions and more ask every 10 s each, several times a second together:
 * the table is read once in this time per execution environment, and a failure is seen at most this much later.
 */
const CACHED_MS = 2_000;

/** Asks at most once in {@link CACHED_MS}; those who come while a probe is under way share it. */
export class CachedProbe {
  private readonly probe: () => Promise<void>;
  private readonly clock: () => number;
  private latest: { readonly at: number; readonly check: Promise<Check> } | undefined;

  /** @param clock milliseconds that never run backwards */
  constructor(probe: () => Promise<void>, clock: () => number = () => performance.now()) {
    this.probe = probe;
    this.clock = clock;
  }

  /** Never rejects. `onFailure` hears of a probe that failed, once per probe. */
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
 * The code that the drill switch `STATUS` asks for, or undefined when the switch is off: unset or 200. A setting that is
 * no status is taken for 503, so that a mistyped drill is seen and not ignored.
 */
export function drillStatus(setting: string | undefined): number | undefined {
  if (setting === undefined || setting === "" || setting === "200") {
    return undefined;
  }
  return /^[2-5]\d\d$/.test(setting) ? Number(setting) : 503;
}

/** The answer of a drill: healthy or not, the region says that it is being drilled. */
export function drillAnswer(status: number, region: string): Answer {
  return { status, body: JSON.stringify({ status: "drill", region, checks: {} }) };
}

/** 200 or 503. Says which check failed, never why: the reason is in the log. */
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
