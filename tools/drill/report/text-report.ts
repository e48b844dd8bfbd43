import { textTable } from "../../shared/table";
import type { DrillReport } from "./drill-report";

/** The report for a terminal, in lines of at most 100 columns. */
export function textReport(report: DrillReport): string {
  const { scenario, id, region, environment, startedAt, rate, speed, durationSeconds, result } = report;
  const speedText = speed === 1 ? "" : `, checks and TTLs ${speed} times as fast as on AWS`;
  return [
    `${scenario} drill ${id} in ${region} (${environment}, ${report.target}): ${result}`,
    `${startedAt}, ${durationSeconds.toFixed(0)} s at ${rate} requests/s${speedText}`,
    ...(report.problem ? [`incomplete: ${report.problem}`] : []),
    "",
    textTable(["figure", "value"], figureRows(report)),
    "",
    ...report.checks.map(({ name, passed, got }) => `${passed ? "passed" : "FAILED"}  ${name}: ${got}`),
    "",
    `${report.items.count} items with the prefix ${report.items.prefix} remain. To remove them:`,
    ...report.items.removal,
    "",
  ].join("\n");
}

function figureRows({ figures, scenario, pollSeconds, staleAfterSeconds }: DrillReport): string[][] {
  const { writes, reads, failed, latency, lost, partial, replicationAge } = figures;
  const age = (ms: number | undefined) => (ms === undefined ? "unknown" : `${(ms / 1_000).toFixed(1)} s`);
  const sum = failed.beforeFault + failed.untilSwitch + failed.afterSwitch + failed.afterRestore;
  const switchRows =
    scenario === "replication"
      ? []
      : [
          ["detection", `${seconds(figures.detection)} (observed every ${pollSeconds} s)`],
          ["switch", seconds(figures.switch)],
        ];
  return [
    ...switchRows,
    ["recovery", seconds(figures.recovery)],
    ["writes", `${writes.sent} sent, ${writes.acknowledged} acknowledged, ${writes.failed} failed`],
    ["reads", `${reads.sent} sent, ${reads.found} found, ${reads.failed} failed`],
    ["failed requests", `${sum}: ${failed.untilSwitch} from the fault to the switch, ${failed.afterSwitch} after it`],
    ["stale reads", `${reads.stale}, and ${reads.missing} within ${staleAfterSeconds} s of the write`],
    ["lost items", `${lost ?? "not verified"}, ${partial ?? "not verified"} not in every region`],
    [
      "replication age",
      `${age(replicationAge.before)} before, ${age(replicationAge.highest)} at most, ${age(replicationAge.after)} at the end`,
    ],
    ["latency", `p50 ${milliseconds(latency.p50)}, p99 ${milliseconds(latency.p99)}`],
    ["not sent", `${figures.notSent}`],
  ];
}

function seconds(value: number | undefined): string {
  return value === undefined ? "not reached" : `${value.toFixed(1)} s`;
}

function milliseconds(value: number | undefined): string {
  return value === undefined ? "unknown" : `${value.toFixed(0)} ms`;
}
