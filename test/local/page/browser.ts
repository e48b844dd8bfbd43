import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium } from "playwright-core";
import type { RuntimeState } from "../../../tools/local-runtime/control/runtime-state";
import { missingProgram } from "../../../tools/shared/missing-program";
import { OpenedPage } from "./opened-page";

/** Name of Debian's program. Playwright's own browsers are downloads, which do not work everywhere. */
const PROGRAM = "chromium";

/** What the pages of a test file share. Each test opens at most one, which must have no problems at its end. */
export interface OpenedPages {
  open(state: RuntimeState, options?: BrowserContextOptions): Promise<OpenedPage>;
}

/** Registers Chromium for the tests of a file. */
export function openedPages(): OpenedPages {
  let browser: Browser | undefined;
  let opened: OpenedPage | undefined;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser?.close());
  afterEach(async () => {
    const page = opened;
    opened = undefined;
    await page?.close();
    expect([page?.problems, page?.foreign]).toEqual([[], []]);
  });
  return {
    open: async (state, options) => {
      opened = await OpenedPage.open(browser as Browser, state, options);
      return opened;
    },
  };
}

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
