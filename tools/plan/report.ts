import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../shared/usage-error";
import { writeWhole } from "../shared/write-file";
import type { AffectedStack } from "./affected";

/** Result of the plan of one stack. */
export interface StackPlan extends AffectedStack {
  /**
   * `changes` and `no-changes`: there is a plan file. `waits`: the plan needs outputs that an affected stack does not have before
   * its apply. `failed`: Terraform reported an error.
   */
  readonly outcome: "changes" | "no-changes" | "waits" | "failed";
  /** One line, e.g. `Plan: 1 to add, 0 to change, 0 to destroy.` */
  readonly line: string;
  /** SHA-256 of the plan file in hexadecimal. */
  readonly sha256?: string;
}

/** All plans of one run. */
export interface PlanReport {
  readonly plans: readonly StackPlan[];
  /** IDs of stacks that the change removes. */
  readonly deleted: readonly string[];
}

/** Name of the report in the folder with the plans. */
export const REPORT = "report.json";

/** Files of one stack: the plan file for `terraform apply`, and the plan as text. */
export const filesOf = (id: string) => ({ plan: `${id}.tfplan`, text: `${id}.txt` });

/** Empties the folder for plans, so that no plan of an earlier run is applied. */
export function preparePlanFolder(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(folder).filter((name) =>
    /\.(tfplan|txt|md)$|^SHA256SUMS$|^report\.json$/.test(name),
  )) {
    rmSync(join(folder, file));
  }
}

/** Writes the report and the checksums. `sha256sum --check SHA256SUMS` verifies the plan files. */
export function writeReport(folder: string, report: PlanReport): void {
  const sums = report.plans.flatMap(({ id, sha256 }) => (sha256 ? [`${sha256}  ${filesOf(id).plan}\n`] : []));
  writeWhole(join(folder, "SHA256SUMS"), sums.join(""));
  writeWhole(join(folder, REPORT), `${JSON.stringify(report, undefined, 2)}\n`);
}

/** A report and the texts of its plans, by stack ID. */
export interface ReadReport extends PlanReport {
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * Merges the reports in a folder and in its subfolders (one per environment).
 *
 * @throws UsageError when there is none
 */
export function readReports(folder: string): ReadReport {
  const below = statSync(folder, { throwIfNoEntry: false })?.isDirectory()
    ? readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
        entry.isDirectory() ? [join(folder, entry.name)] : [],
      )
    : [];
  const folders = [folder, ...below.sort()].filter((path) => existsSync(join(path, REPORT)));
  if (folders.length === 0) {
    throw new UsageError(`--plans must name a folder that plan:changed wrote, got ${JSON.stringify(folder)}`);
  }
  const reports = folders.map(readOne);
  return {
    plans: reports.flatMap(({ plans }) => plans),
    deleted: reports.flatMap(({ deleted }) => deleted),
    texts: new Map(reports.flatMap(({ texts }) => [...texts])),
  };
}

function readOne(folder: string): ReadReport {
  try {
    const report = JSON.parse(readFileSync(join(folder, REPORT), "utf8")) as PlanReport;
    if (!Array.isArray(report?.plans) || !Array.isArray(report.deleted)) {
      throw new Error("it has no list of plans");
    }
    const texts = report.plans.map(({ id }) => [id, readFileSync(join(folder, filesOf(id).text), "utf8")] as const);
    return { ...report, texts: new Map(texts) };
  } catch (error) {
    const why = (error as Error).message;
    throw new UsageError(`${join(folder, REPORT)} must be a report of plan:changed; ${why}`);
  }
}
