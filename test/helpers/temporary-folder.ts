import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const made: string[] = [];

afterAll(() => {
  for (const folder of made) {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** A new empty folder. Removed when the file has run. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "tierra-"));
  made.push(folder);
  return folder;
}
