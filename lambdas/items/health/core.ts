import type { Answer } from "../../shared/api-handler";
import type { Check, Checks, OnFailure } from "./probe";

/** What the latest probes say about the region. */
export interface Verdict {
  readonly healthy: boolean;
  /** Results of the latest probe. One failed probe does not make a region unhealthy. */
  readonly checks: Checks;
}

/**
 * Shortest interval between two probes of an execution environment. The checkers do not coordinate, and several of them may send a
 * request in the same second. Their requests share one heartbeat, so that its price does not grow with them or with other callers.
 */
const CACHED_MS = 2_000;

/** Failed probes in a row that make a region unhealthy. One may be a connection that broke while the environment was frozen. */
const FAILURES = 3;

/**
 * How long a successful probe outweighs failed ones: the longest interval between two probes while one checker sends a request every
 * 10 s. Three failures take longer where an environment gets few requests, and the region would be healthy until then.
 */
const VALID_MS = 10_000 + CACHED_MS;

/**
 * The health of the region, as seen by one execution environment. A new environment whose first probe fails is unhealthy at once,
 * because nothing shows that it ever could use the table. A checker needs three failures in a row in addition.
 */
export class RegionHealth {
  private readonly probe: (onFailure: OnFailure) => Promise<Checks>;
  private readonly clock: () => number;
  private latest: { readonly at: number; readonly verdict: Promise<Verdict> } | undefined;
  private succeededAt = Number.NEGATIVE_INFINITY;
  private failures = 0;

  /** @param clock monotonic clock in milliseconds */
  constructor(probe: (onFailure: OnFailure) => Promise<Checks>, clock: () => number = () => performance.now()) {
    this.probe = probe;
    this.clock = clock;
  }

  /** Probes at most once per {@link CACHED_MS}. Concurrent callers share one probe. */
  check(onFailure: OnFailure): Promise<Verdict> {
    const now = this.clock();
    if (!this.latest || now - this.latest.at >= CACHED_MS) {
      this.latest = { at: now, verdict: this.judge(onFailure) };
    }
    return this.latest.verdict;
  }

  private async judge(onFailure: OnFailure): Promise<Verdict> {
    const checks = await this.probe(onFailure);
    const now = this.clock();
    if (checks.read.ok && checks.write.ok) {
      this.succeededAt = now;
      this.failures = 0;
      return { healthy: true, checks };
    }
    this.failures += 1;
    return { healthy: this.failures < FAILURES && now - this.succeededAt < VALID_MS, checks };
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

/** 200 or 503. Names the failed checks, but not the reasons, which are in the log. */
export function healthAnswer({ healthy, checks }: Verdict, region: string): Answer {
  const status = healthy ? "ok" : "unavailable";
  const body = { status, region, checks: { read: shown(checks.read), write: shown(checks.write) } };
  return {
    status: healthy ? 200 : 503,
    ...(healthy ? {} : { headers: { "Retry-After": String(CACHED_MS / 1000) } }),
    body: JSON.stringify(body),
  };
}

function shown(check: Check): object {
  return check.ok ? { status: "ok", duration_ms: check.milliseconds } : { status: "failed" };
}
