import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { preparePlanFolder, readReports, type StackPlan, writeReport } from "../../../tools/plan/report";

function plan(id: string, more: Partial<StackPlan> = {}): StackPlan {
  return { id, reason: "changed", reads: [], outcome: "changes", line: "Plan: 1 to add.", ...more };
}

describe("the plan folder", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "tierra-report-"));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("contains checksums of the plan files, which sha256sum verifies", () => {
    writeReport(folder, { plans: [plan("a", { sha256: "0".repeat(64) }), plan("b")], deleted: [] });
    expect(readFileSync(join(folder, "SHA256SUMS"), "utf8")).toBe(`${"0".repeat(64)}  a.tfplan\n`);
  });

  it("has no plans of an earlier run, but retains other files", () => {
    for (const name of ["a.tfplan", "a.txt", "summary.md", "SHA256SUMS", "report.json", "keep.json"]) {
      writeFileSync(join(folder, name), "");
    }
    preparePlanFolder(folder);
    expect(readdirSync(folder)).toEqual(["keep.json"]);
  });

  it("merges the reports of several environments", () => {
    for (const environment of ["prod", "dev"]) {
      const below = join(folder, environment);
      mkdirSync(below);
      writeReport(below, { plans: [plan(`${environment}-a`)], deleted: [`${environment}-old`] });
      writeFileSync(join(below, `${environment}-a.txt`), `text of ${environment}`);
    }
    const { plans, deleted, texts } = readReports(folder);
    expect(plans.map(({ id }) => id)).toEqual(["dev-a", "prod-a"]);
    expect(deleted).toEqual(["dev-old", "prod-old"]);
    expect(texts.get("prod-a")).toBe("text of prod");
  });

  it("fails without a report, and with an incomplete one", () => {
    expect(() => readReports(folder)).toThrow("--plans must name a folder that plan:changed wrote");
    writeReport(folder, { plans: [plan("a")], deleted: [] });
    expect(() => readReports(folder)).toThrow("report.json must be a report of plan:changed; ENOENT");
  });
});
