import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { missingProgram } from "../../../tools/shared/missing-program";

/** Name of Debian's program. Playwright's own browsers are downloads, which do not work everywhere. */
const PROGRAM = "chromium";

/** Starts Chromium. @throws Error that names the program when it is not installed */
export function startBrowser(): Promise<Browser> {
  const file = (process.env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, PROGRAM))
    .find((path) => existsSync(path));
  if (file === undefined) {
    throw new Error(missingProgram(PROGRAM));
  }
  // Chromium's sandbox does not start as root. It loads only the page of this test.
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ executablePath: file, args });
}
