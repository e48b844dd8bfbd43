import { readFileSync } from "node:fs";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import type { RuntimeState } from "../../../tools/local-runtime/control/runtime-state";
import { downState, drillState, extremeState, normalState } from "../../helpers/runtime/states";
import { openedPages } from "./browser";
import type { OpenedPage } from "./opened-page";

const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const THREE = ["eu-west-1", "eu-central-1", "us-east-1"];
const STATES: Readonly<Record<string, RuntimeState>> = {
  normal: normalState(),
  "region down": downState(),
  "drill under way": drillState(THREE),
  "long texts": extremeState(),
  "no requests": { ...normalState(), items: [], timeline: [], notEmulated: [] },
};
/** Axe takes seconds for each row. Contrast depends on the colours, the order of elements on the width. */
const ROWS = Object.keys(STATES).flatMap((name) => [
  { name, colorScheme: "light" as const, width: 1280 },
  { name, colorScheme: "dark" as const, width: 360 },
]);

const pages = openedPages();
let opened: OpenedPage;

/** Rules that the page breaks, each with its elements. Axe writes HTML, so that the page's policy must be off. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const { violations: broken } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run(),
  );
  return broken.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`),
  );
}

describe("accessibility", () => {
  it.each(ROWS)("breaks no rule of axe: $name, $colorScheme, $width px", async ({ name, colorScheme, width }) => {
    const state = STATES[name] ?? normalState();
    opened = await pages.open(state, { bypassCSP: true, colorScheme, viewport: { width, height: 800 } });
    expect(await violations(opened.page)).toEqual([]);
    expect(await opened.page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  });

  it.each(["light", "dark"] as const)(
    "has contrast in the picture and at the edges of controls, %s",
    async (colorScheme) => {
      opened = await pages.open(downState(THREE), { colorScheme });
      const ratios = await opened.page.evaluate(() => {
        const probe = document.body.appendChild(document.createElement("i"));
        const luminance = (name: string) => {
          probe.style.color = `var(--${name})`;
          const [r = 0, g = 0, b = 0] = (getComputedStyle(probe).color.match(/\d+/g) ?? []).map((part) => {
            const value = Number(part) / 255;
            return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
          });
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const ratio = (one: string, other: string) => {
          const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
          return (high + 0.05) / (low + 0.05);
        };
        const texts = ["text", "quiet", "accent", "good", "warn", "bad", "out"];
        return {
          texts: texts.flatMap((name) =>
            ["surface", "sea", "land"].map((ground) => [name, ground, ratio(name, ground)] as const),
          ),
          parts: ["edge", "accent", "good", "warn", "bad", "out"].flatMap((name) =>
            ["surface", "sea"].map((ground) => [name, ground, ratio(name, ground)] as const),
          ),
        };
      });
      // WCAG 2.2: 1.4.3 for text, 1.4.11 for controls and pictures.
      expect(ratios.texts.filter(([, , ratio]) => ratio < 4.5)).toEqual([]);
      expect(ratios.parts.filter(([, , ratio]) => ratio < 3)).toEqual([]);
    },
  );

  it("names landmarks, headings, pictures and controls", async () => {
    opened = await pages.open(downState());
    const { page } = opened;
    expect(await page.locator("body").ariaSnapshot()).toMatch(/- banner:\s+- heading "Local runtime dev" \[level=1\]/);
    const main = await page.locator("main").ariaSnapshot();
    const found = (pattern: RegExp) => [...main.matchAll(pattern)].map(([, name]) => name);
    expect(found(/^ +- heading "(.*)" \[level=2\]$/gm)).toEqual([
      "eu-west-1 is unhealthy",
      "Regions and traffic",
      "Shared name",
      "Timeline",
      "Regions",
      "Replication",
      "Last items",
      "Send a request",
    ]);
    // Each section of the page is a region with the name of its heading, and each list that scrolls has another name.
    expect(found(/- region "(.*)":?$/gm)).toEqual([
      "eu-west-1 is unhealthy",
      "Regions and traffic",
      "Shared name",
      "Timeline",
      "Events, newest first",
      "Regions",
      "Replication",
      "Last items",
      "Items, newest first",
      "Send a request",
      "Body of the answer",
    ]);
    expect(found(/- '?img "(.*)"/gm)).toEqual([
      "Regions and traffic",
      "Requests per second of the last two minutes: now 19.8, at most 19.8, 12 % failed",
    ]);
    expect(found(/- article "(.*)":$/gm)).toEqual(["eu-west-1", "eu-central-1"]);
    expect(found(/- progressbar "(.*)"$/gm)).toEqual([
      "Share of the requests that eu-west-1 answers",
      "Share of the requests that eu-central-1 answers",
    ]);
    expect(found(/- (?:combobox|textbox) "(.*)":/gm)).toEqual(["The clients are near", "Item", "Text to write"]);
    expect(found(/- '?button "(.*eu-west-1)" \[disabled\]/gm)).toEqual(["Fail: eu-west-1"]);
    expect(main).not.toMatch(/- (button|link|img)(?! ")/);
    // Status in words, not by colour alone.
    expect(main).toMatch(/- heading "eu-west-1 Ireland" \[level=3\]\s+- strong: Unhealthy/);
    expect(main).toMatch(/- listitem: us-east-1 4 × connection refused/);
  });

  it("reads the timeline aloud, but not each event", async () => {
    const state = normalState();
    opened = await pages.open(state);
    const { page } = opened;
    await page.evaluate(() => {
      const said: string[] = [];
      Object.assign(globalThis, { said });
      const region = document.getElementById("announcement") as HTMLElement;
      new MutationObserver(() => said.push(region.textContent ?? "")).observe(region, { childList: true });
    });
    for (let count = 1; count <= 6; count++) {
      const events = Array.from({ length: count }, (_, index) => ({
        at: state.now + index + 1,
        kind: "health" as const,
        region: "eu-west-1",
        text: `event ${index + 1}`,
      }));
      await opened.show({ ...state, timeline: [...events.reverse(), ...state.timeline] });
    }
    const said = await page.evaluate(() => (globalThis as unknown as { said: string[] }).said);
    expect(said).toEqual(["eu-west-1 event 1"]);
    await page.waitForTimeout(5000);
    await opened.show({
      ...state,
      timeline: [{ at: state.now + 7, kind: "health", text: "event 7" }, ...state.timeline],
    });
    expect(await page.locator("#announcement").textContent()).toMatch(/^event 7/);
  });

  it("does not animate for users who prefer reduced motion", async () => {
    const running = (page: Page) => page.evaluate(() => document.getAnimations().length);
    opened = await pages.open(normalState());
    expect(await running(opened.page)).toBeGreaterThan(0);
    await opened.close();
    opened = await pages.open(normalState(), { reducedMotion: "reduce" });
    expect(await running(opened.page)).toBe(0);
  });
});
