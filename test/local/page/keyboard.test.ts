import type { Page } from "playwright-core";
import { downState, drillState, normalState } from "../../helpers/runtime/states";
import { openedPages } from "./browser";
import type { OpenedPage } from "./opened-page";

const pages = openedPages();
let opened: OpenedPage;
let page: Page;

interface Focused {
  /** Element and its name, e.g. `BUTTON Fail: eu-west-1`. */
  readonly name: string;
  readonly hasOutline: boolean;
  /** True if the middle of the element is what the user sees at this place. */
  readonly isVisible: boolean;
}

/** Presses Tab until the focus leaves the page. */
async function tabThrough(): Promise<Focused[]> {
  const seen: Focused[] = [];
  for (let presses = 0; presses < 200; presses++) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate((): Focused | undefined => {
      const element = document.activeElement;
      if (!element || element === document.body) {
        return undefined;
      }
      const box = element.getBoundingClientRect();
      // A region that scrolls may be higher than the window.
      const y = Math.min(Math.max(box.top, 0) + Math.min(box.height, 40) / 2, innerHeight - 1);
      const top = document.elementFromPoint(box.left + Math.min(box.width, 40) / 2, y);
      const style = getComputedStyle(element);
      const label = element.getAttribute("aria-label") ?? element.id;
      return {
        name: `${element.tagName} ${label || element.textContent?.trim()}`,
        hasOutline: style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 2,
        isVisible: element === top || element.contains(top),
      };
    });
    if (!focused) {
      return seen;
    }
    seen.push(focused);
  }
  throw new Error("Tab never left the page");
}

const focusedLabel = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label"));

/** Moves the focus with the keyboard alone. */
async function tabTo(label: string): Promise<void> {
  for (let presses = 0; presses < 200; presses++) {
    await page.keyboard.press("Tab");
    const found = await page.evaluate((wanted) => {
      const element = document.activeElement;
      return [element?.getAttribute("aria-label"), element?.id, element?.textContent].includes(wanted);
    }, label);
    if (found) {
      return;
    }
  }
  throw new Error(`Tab never reached ${label}`);
}

describe("keyboard", () => {
  it.each([1280, 360])(
    "reaches every control in the order of the page, with a visible focus, at %s px",
    async (width) => {
      // A fault of a reload is above the lower edge of the page all the time.
      const state = { ...downState(), fault: "config/dev.ts: 1 problem" };
      opened = await pages.open(state, { viewport: { width, height: 700 } });
      page = opened.page;
      const reached = await tabThrough();
      expect(reached.filter(({ hasOutline }) => !hasOutline)).toEqual([]);
      expect(reached.filter(({ isVisible }) => !isVisible)).toEqual([]);
      const operations = (region: string) =>
        ["Fail", "Fail writes only", "Slow", "Drain", "Heal"].map((label) => `BUTTON ${label}: ${region}`);
      expect(reached.map(({ name }) => name)).toEqual([
        "A Skip to the content",
        "A shared-url",
        "SELECT clients",
        expect.stringMatching(/^SECTION /),
        "A eu-west-1.api.dev.example.com",
        ...operations("eu-west-1"),
        "A eu-central-1.api.dev.example.com",
        ...operations("eu-central-1"),
        "BUTTON Sever: replication from eu-west-1 to eu-central-1",
        "BUTTON Sever: replication from eu-central-1 to eu-west-1",
        expect.stringMatching(/^SECTION /),
        "INPUT item-id",
        "INPUT item-text",
        "BUTTON write",
        "BUTTON read",
        "SECTION Body of the answer",
        expect.stringMatching(/^SUMMARY What is not emulated/),
      ]);
    },
  );

  it("skips to the content", async () => {
    opened = await pages.open(normalState());
    page = opened.page;
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("content");
  });

  it("performs every operation", async () => {
    opened = await pages.open(normalState());
    page = opened.page;
    for (const [label, key] of [
      ["Fail: eu-west-1", "Enter"],
      ["Fail writes only: eu-west-1", "Space"],
      ["Slow: eu-west-1", "Enter"],
      ["Drain: eu-west-1", "Space"],
    ] as const) {
      await tabTo(label);
      await page.keyboard.press(key);
      await page.waitForTimeout(700);
    }
    // The same button has another name now, and still the focus.
    expect(await focusedLabel()).toBe("Undrain: eu-west-1");
    await page.keyboard.press("Enter");
    await tabTo("Heal: eu-west-1");
    await page.keyboard.press("Enter");
    await tabTo("Sever: replication from eu-west-1 to eu-central-1");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Mend: replication from eu-west-1 to eu-central-1" }).waitFor();
    await page.keyboard.press("Space");
    await page.getByRole("button", { name: "Sever: replication from eu-west-1 to eu-central-1" }).waitFor();
    expect(opened.runtime.operations).toEqual([
      { type: "fail", region: "eu-west-1" },
      { type: "fail-writes", region: "eu-west-1" },
      { type: "slow", region: "eu-west-1", ms: 2500 },
      { type: "drain", region: "eu-west-1" },
      { type: "undrain", region: "eu-west-1" },
      { type: "heal", region: "eu-west-1" },
      { type: "sever", from: "eu-west-1", to: "eu-central-1" },
      { type: "mend", from: "eu-west-1", to: "eu-central-1" },
    ]);
  });

  it("keeps the focus and ignores a button that has no effect now", async () => {
    opened = await pages.open(normalState());
    page = opened.page;
    await tabTo("Fail: eu-west-1");
    await page.keyboard.press("Enter");
    await page.locator('[aria-label="Fail: eu-west-1"][aria-disabled=true]').waitFor();
    expect(await focusedLabel()).toBe("Fail: eu-west-1");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Space");
    expect(opened.runtime.operations).toHaveLength(1);
  });

  it("keeps the focus, the selection and the typed text when the state changes", async () => {
    opened = await pages.open(normalState());
    page = opened.page;
    await tabTo("item-id");
    await page.keyboard.type("typed");
    await page.keyboard.press("Shift+Home");
    await opened.show(downState());
    await opened.show(drillState());
    await opened.show(normalState());
    const input = await page.evaluate(() => {
      const { id, value, selectionStart, selectionEnd } = document.activeElement as HTMLInputElement;
      return { id, value, selectionStart, selectionEnd };
    });
    expect(input).toEqual({ id: "item-id", value: "typed", selectionStart: 0, selectionEnd: 5 });
  });

  it("moves the clients, sends the form with Enter and opens the list of what is not emulated", async () => {
    opened = await pages.open(normalState());
    page = opened.page;
    await tabTo("clients");
    await page.keyboard.type("us-west-2");
    await page.locator("#map-text", { hasText: "Clients near Oregon" }).waitFor({ state: "attached" });
    expect(opened.runtime.operations.at(-1)).toEqual({ type: "clients", region: "us-west-2" });
    await tabTo("item-id");
    await page.keyboard.press("Enter");
    await page.getByText(/^POST .*: 200 from eu-west-1/).waitFor();
    await tabTo("What is not emulated 3");
    await page.keyboard.press("Enter");
    await page.getByText("aws_kms_key: items are not encrypted").waitFor();
  });
});
