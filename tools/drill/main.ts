import { join, relative } from "node:path";
import { configuredEnvironments } from "../shared/environment";
import { exclusive } from "../shared/exclusive";
import { endsItself } from "../shared/interruption";
import { SCRATCH } from "../shared/repository";
import { runCommand, UsageError } from "../shared/usage-error";
import { confirm } from "./confirm";
import { sender } from "./load/sender";
import type { DrillRecord } from "./model/record";
import { drillId, type Fault } from "./model/scenario";
import type { RegionStatus } from "./model/target";
import { type DrillOptions, drillOptions } from "./options";
import { type DrillReport, drillReport } from "./report/drill-report";
import { textReport } from "./report/text-report";
import { Timeline } from "./report/timeline";
import { writeReport } from "./report/write-report";
import { Clock } from "./run/clock";
import { type DrillOutcome, DrillRun } from "./run/drill-run";
import { type Limits, limitsAt } from "./run/limits";
import { endLeftOvers, type Preparation, prepare } from "./run/preparation";
import { RecordFile } from "./run/record-file";
import { awsTarget, type DrillTarget, localTarget } from "./targets";

/** Requests without an answer at the same time. A region that hangs holds each request for 5 s. */
const MAX_OUTSTANDING = 250;

/** Milliseconds between two lines of the timeline without an event, at the speed of AWS. */
const LINE_MS = 5_000;

type Setup = Preparation & { readonly limits: Limits };

/** `npm run drill`: makes a region fail, measures the switch, and restores the region. See docs/active-active-drill.md. */
async function main(): Promise<void> {
  const options = drillOptions(process.argv.slice(2), configuredEnvironments());
  const signal = endsItself();
  await exclusive(`drill in ${options.environment.name}`, async () => {
    const connected = await (options.local ? localTarget(options) : awsTarget(options));
    await run(options, connected, signal);
  });
}

async function run(options: DrillOptions, connected: DrillTarget, signal: AbortSignal): Promise<void> {
  const { environment, scenario, region = "" } = options;
  const { target } = connected;
  const setup: Setup = {
    target,
    store: new RecordFile(environment.name, target.kind),
    clock: new Clock(signal),
    limits: limitsAt(target.speed, options.holdSeconds),
    say,
    confirm: (question) => confirm(question, { yes: options.yes || options.local, signal }),
    again: `npm run drill -- --environment ${environment.name}${options.local ? " --local" : ""} --restore`,
  };
  if (options.restoreOnly) {
    const ended = await endLeftOvers(setup);
    say(ended === 0 ? `no drill has left a fault in ${environment.name}` : "restored");
    return;
  }
  const fault = { id: drillId(Date.now()), scenario, region };
  const { regions } = await prepare(fault, setup);
  setup.clock.check();
  const started = { target: target.kind, environment: environment.name, startedAt: new Date().toISOString() };
  const record = { ...fault, ...started };
  const outcome = await measure(fault, record, regions, options, connected, setup);
  const { sharedUrl, speed, pollMs } = target;
  const report = drillReport(outcome, {
    record,
    sharedUrl,
    speed,
    rate: options.rate,
    pollMs,
    removal: (prefix, count) => target.removal(prefix, count),
  });
  finish(report, options.report ?? join(SCRATCH, "drill", `${environment.name}-${fault.id}`), outcome.failure);
}

function measure(
  fault: Fault,
  record: DrillRecord,
  regions: readonly RegionStatus[],
  { rate }: DrillOptions,
  { target, caller }: DrillTarget,
  { clock, store, again, limits }: Setup,
): Promise<DrillOutcome> {
  const timeline = new Timeline({ clock, out: process.stdout, lineMs: Math.max(LINE_MS / target.speed, 1_000) });
  const regionUrls = Object.fromEntries(regions.map(({ name, url }) => [name, url]));
  const drill = new DrillRun({
    fault,
    record,
    regions,
    target,
    store,
    clock,
    send: sender({ sharedUrl: target.sharedUrl, regionUrls, caller }),
    limits,
    rate,
    maxOutstanding: MAX_OUTSTANDING,
    listener: timeline,
    again,
  });
  timeline.start({
    records: drill.log.records,
    latest: () => drill.observer.latest,
  });
  return drill.run().finally(() => timeline.stop());
}

/** Writes and prints the report. @throws the failure of the drill, or UsageError if a check has not passed */
function finish(report: DrillReport, folder: string, failure: unknown): void {
  const files = writeReport(report, folder);
  say(`\n${textReport(report)}\nreport: ${files.map((file) => relative(process.cwd(), file)).join(", ")}`);
  if (failure !== undefined) {
    throw failure;
  }
  const failed = report.checks.filter(({ passed }) => !passed).length;
  if (failed > 0) {
    throw new UsageError(`every check of the drill must pass, got ${failed} that did not; the report names them`);
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

void runCommand(main);
