import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";

let folder: string | undefined;
let made = 0;

afterAll(() => {
  if (folder !== undefined) {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** A deployment package with `handler.js`. It is removed after the test file. */
export function archiveOf(source: string): string {
  folder ??= mkdtempSync(join(tmpdir(), "archives-"));
  made += 1;
  const path = join(folder, `${made}.zip`);
  writeFileSync(path, zipSync({ "handler.js": strToU8(source) }));
  return path;
}
