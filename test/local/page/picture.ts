import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readWords } from "../../../tools/shared/options";
import { REPOSITORY_ROOT } from "../../../tools/shared/repository";
import { runCommand, UsageError } from "../../../tools/shared/usage-error";
import { startBrowser } from "./browser";

const FILE = join(REPOSITORY_ROOT, "docs", "images", "local-runtime.png");
/** Bytes. The picture is at the top of README.md. */
const LARGEST = 200_000;
const REQUESTS_PER_SECOND = 20;
const SECONDS = 15;

/** `npm run picture -- <url>`: a picture of the page of a local runtime, under the requests of a few seconds, for README.md. */
async function main(): Promise<void> {
  const { words } = readWords(process.argv.slice(2), "npm run picture --", { name: "url" }, {});
  const [url = "", ...others] = words;
  if (!/^http:\/\/127\.0\.0\.1:\d+\/[^/]+\/$/.test(url) || others.length > 0) {
    throw new UsageError(`url must be the URL of the page, got ${JSON.stringify(words)}; copy it from npm start`);
  }
  const browser = await startBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 1000 }, colorScheme: "light" });
    await page.goto(url);
    await page.locator("[data-connection=live]").waitFor();
    await sendRequests(url);
    const picture = await page.screenshot();
    if (picture.length > LARGEST) {
      throw new UsageError(
        `the picture must have at most ${LARGEST} bytes, got ${picture.length}; change the size of the window`,
      );
    }
    mkdirSync(dirname(FILE), { recursive: true });
    writeFileSync(FILE, picture);
    process.stdout.write(`${FILE}: ${picture.length} bytes\n`);
  } finally {
    await browser.close();
  }
}

/** Writes and reads items through the shared name. */
async function sendRequests(url: string): Promise<void> {
  const sent: Promise<Response>[] = [];
  for (let index = 0; index < REQUESTS_PER_SECOND * SECONDS; index++) {
    const id = `order-${4000 + index}`;
    const request =
      index % 2 === 0
        ? { method: "POST", path: "/items?overwrite=true", body: JSON.stringify({ item_id: id, total: index }) }
        : { method: "GET", path: `/items/order-${4000 + index - 1}` };
    sent.push(
      fetch(`${url}requests`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(request),
      }),
    );
    await new Promise((resolve) => setTimeout(resolve, 1000 / REQUESTS_PER_SECOND));
  }
  await Promise.all(sent);
}

void runCommand(main);
