import type { Clock } from "../clock";
import { type CheckerReport, NEW_REPORT, nextReport } from "../route53/checker-report";
import { describeProbe, isSuccess, type ProbeResult } from "../route53/probe-result";

export interface CheckerOptions {
  readonly clock: Clock;
  /** Sends one request. Never rejects. */
  readonly probe: () => Promise<ProbeResult>;
  /** Milliseconds between an answer and the next request. */
  readonly intervalMs: number;
  /** Milliseconds until the first request. */
  readonly offsetMs: number;
  readonly failureThreshold: number;
  /** Called after each result. */
  readonly onResult: () => void;
}

/** What a checker knows, to continue after a change of its settings. */
export interface CheckerMemory {
  readonly report: CheckerReport;
  /** Text of the latest result. */
  readonly observation: string;
  readonly failuresInRow: number;
}

export const NEW_CHECKER: CheckerMemory = { report: NEW_REPORT, observation: "no request yet", failuresInRow: 0 };

/**
 * One health checker. It sends a request, and the next one an interval after the answer.
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html
 */
export class Checker {
  private readonly options: CheckerOptions;
  private known: CheckerMemory;
  private cancel: (() => void) | undefined;

  constructor(options: CheckerOptions, known = NEW_CHECKER) {
    this.options = options;
    this.known = known;
    this.schedule(options.offsetMs);
  }

  get memory(): CheckerMemory {
    return this.known;
  }

  stop(): void {
    this.cancel?.();
    this.cancel = undefined;
  }

  private schedule(ms: number): void {
    this.cancel = this.options.clock.after(ms, () => void this.check());
  }

  private async check(): Promise<void> {
    const { probe, failureThreshold, intervalMs, onResult } = this.options;
    const result = await probe();
    if (this.cancel === undefined) {
      return;
    }
    const success = isSuccess(result);
    this.known = {
      report: nextReport(this.known.report, success, failureThreshold),
      observation: describeProbe(result),
      failuresInRow: success ? 0 : this.known.failuresInRow + 1,
    };
    this.schedule(intervalMs);
    onResult();
  }
}
