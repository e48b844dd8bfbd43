import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../../shared/write-file";
import type { DrillReport } from "./drill-report";
import { svgReport } from "./svg-report";
import { textReport } from "./text-report";

/** Writes `drill.txt`, `drill.json` and `drill.svg` into a folder, and creates the folder. Returns their paths. */
export function writeReport(report: DrillReport, folder: string): string[] {
  mkdirSync(folder, { recursive: true });
  const files = {
    "drill.txt": textReport(report),
    "drill.json": `${JSON.stringify(report, null, 2)}\n`,
    "drill.svg": svgReport(report),
  };
  return Object.entries(files).map(([name, content]) => {
    const path = join(folder, name);
    writeWhole(path, content);
    return path;
  });
}
