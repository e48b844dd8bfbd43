import { describeAwsError } from "../../shared/aws-problem";
import { UsageError } from "../../shared/usage-error";
import { type Check, checksOf } from "../analysis/checks";
import { type Figures, figuresOf } from "../analysis/figures";
import { type Interval, seriesOf } from "../analysis/series";
import type { Phase } from "../model/phase";
import type { DrillRecord } from "../model/record";
import { STALE_AFTER_MS } from "../model/request";
import type { Scenario } from "../model/scenario";
import type { DrillOutcome } from "../run/drill-run";

/** The report of a drill, as the JSON file has it. All times are seconds since the load started, unless their names say otherwise. */
export interface DrillReport {
  readonly format: "tierra-drill-report";
  /** Increases when a field changes its meaning or goes away. */
  readonly version: 1;
  readonly id: string;
  readonly environment: string;
  readonly target: "aws" | "local";
  readonly sharedUrl: string;
  readonly region: string;
  readonly scenario: Scenario;
  /** Factor by which health checks and TTLs were faster than on AWS. */
  readonly speed: number;
  /** Requests per second. */
  readonly rate: number;
  /** Age from which a read that does not find an acknowledged item is stale. */
  readonly staleAfterSeconds: number;
  /** Seconds between two observations: the precision of `detection`. */
  readonly pollSeconds: number;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly durationSeconds: number;
  readonly result: "passed" | "failed" | "incomplete";
  /** Why the drill is incomplete. */
  readonly problem?: string;
  readonly figures: Figures;
  readonly checks: readonly Check[];
  readonly phases: readonly { readonly name: Phase; readonly from: number; readonly to: number }[];
  readonly marks: { readonly fault?: number; readonly restored?: number };
  readonly events: readonly { readonly at: number; readonly text: string }[];
  /** One for each second. */
  readonly intervals: readonly Interval[];
  /** The items that the drill leaves in the table. */
  readonly items: { readonly prefix: string; readonly count: number; readonly removal: readonly string[] };
}

/** Settings of a drill that the report shows. */
export interface ReportContext {
  readonly record: DrillRecord;
  readonly sharedUrl: string;
  readonly speed: number;
  readonly rate: number;
  readonly pollMs: number;
  readonly removal: (prefix: string, count: number) => readonly string[];
}

/** Builds the report of a drill, complete or not. */
export function drillReport(outcome: DrillOutcome, context: ReportContext): DrillReport {
  const { data, failure, itemCount } = outcome;
  const { record, removal, pollMs, sharedUrl, speed, rate } = context;
  const { id, environment, target, region, scenario, startedAt } = record;
  const { marks } = data;
  const since = (at: number) => round((at - marks.startedAt) / 1_000);
  const figures = figuresOf(data);
  const checks = checksOf(data, figures);
  const prefix = `drill-${id}-`;
  const passed = checks.every((check) => check.passed);
  return {
    format: "tierra-drill-report",
    version: 1,
    id,
    environment,
    target,
    sharedUrl,
    region,
    scenario,
    speed,
    rate,
    staleAfterSeconds: STALE_AFTER_MS / 1_000,
    pollSeconds: pollMs / 1_000,
    startedAt,
    durationSeconds: since(marks.endedAt),
    result: failure === undefined ? (passed ? "passed" : "failed") : "incomplete",
    ...(failure === undefined ? {} : { problem: problemOf(failure) }),
    figures,
    checks,
    phases: outcome.phases.map(({ name, from, to }) => ({ name, from: since(from), to: since(to) })),
    marks: {
      ...(marks.faultAt === undefined ? {} : { fault: since(marks.faultAt) }),
      ...(marks.restoredAt === undefined ? {} : { restored: since(marks.restoredAt) }),
    },
    events: outcome.events.map(({ at, text }) => ({ at: since(at), text })),
    intervals: seriesOf(data),
    items: { prefix, count: itemCount, removal: removal(prefix, itemCount) },
  };
}

function problemOf(failure: unknown): string {
  return failure instanceof UsageError ? failure.message : describeAwsError(failure);
}

/** To milliseconds. */
function round(seconds: number): number {
  return Math.round(seconds * 1_000) / 1_000;
}
