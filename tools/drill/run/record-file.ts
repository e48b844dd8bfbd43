import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { SCRATCH } from "../../shared/repository";
import { UsageError } from "../../shared/usage-error";
import { writeWhole } from "../../shared/write-file";
import type { DrillRecord, RecordStore } from "../model/record";
import { SCENARIOS } from "../model/scenario";

const schema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]{8}$/),
  scenario: z.enum(SCENARIOS),
  region: z.string().min(1),
  target: z.enum(["aws", "local"]),
  environment: z.string().min(1),
  startedAt: z.string(),
});

/** The record of the drills in one environment, `.build/drill/<environment>-<target>.json`. */
export class RecordFile implements RecordStore {
  readonly path: string;

  /** @param folder folder of all drills. @default .build/drill */
  constructor(environment: string, target: "aws" | "local", folder = join(SCRATCH, "drill")) {
    this.path = join(folder, `${environment}-${target}.json`);
  }

  /** @throws UsageError when the file is not a record */
  read(): DrillRecord | undefined {
    let text: string;
    try {
      text = readFileSync(this.path, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") {
        return undefined;
      }
      throw error;
    }
    const result = schema.safeParse(parsed(text));
    if (!result.success) {
      throw new UsageError(
        `${this.path} must be the record of a drill, got other content; look for the fault as docs/active-active-drill.md describes, and delete the file`,
      );
    }
    return result.data;
  }

  write(record: DrillRecord): void {
    mkdirSync(dirname(this.path), { recursive: true });
    writeWhole(this.path, `${JSON.stringify(record, null, 2)}\n`);
  }

  remove(): void {
    rmSync(this.path, { force: true });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
