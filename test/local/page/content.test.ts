import type { Page } from "playwright-core";
import type { RuntimeState } from "../../../tools/local-runtime/control/runtime-state";
import { downState, drillState, extremeState, normalState } from "../../helpers/runtime/states";
import { openedPages } from "./browser";
import type { OpenedPage } from "./opened-page";

const pages = openedPages();
let opened: OpenedPage;
let page: Page;

async function open(state: RuntimeState, width = 1280): Promise<void> {
  opened = await pages.open(state, { viewport: { width, height: 900 } });
  page = opened.page;
}

interface Shifts {
  shifts: string[];
}

/** Collects the elements that move without an action of the user. New entries of a list move the older ones. */
function watchShifts(): void {
  const shifts: string[] = [];
  Object.assign(globalThis, { shifts } satisfies Shifts);
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      for (const { node } of (entry as unknown as { sources: { node: Node | null }[] }).sources) {
        const element = node instanceof Element ? node : node?.parentElement;
        if (element && !element.closest("#timeline, #alarms, #notices")) {
          shifts.push(element.outerHTML.slice(0, 100));
        }
      }
    }
  }).observe({ entryTypes: ["layout-shift"] });
}

const text = (selector: string) => page.locator(selector).first().innerText();
const card = (region: string) => page.getByRole("article", { name: region });

describe("the page", () => {
  it("shows a healthy runtime", async () => {
    await open(normalState());
    expect(await page.title()).toBe("All regions are healthy · dev");
    expect(await text("#summary")).toBe("20.4 requests per second, none failed. Answered by eu-west-1 100\u00a0%.");
    expect(await text("#answer")).toBe("eu-west-1");
    expect(await text("#ttl")).toMatch(/^4[23]\u00a0s left$/);
    expect(await text("#no-alarms")).toBe("None in ALARM state");
    expect(await page.locator("#items tr").count()).toBe(8);
    expect(await page.locator("#items tr").first().innerText()).toBe("order-4711\teu-west-1\t1\teu-west-1 only");
    expect(await card("eu-west-1").innerText()).toMatch(/100\u00a0% of the requests, 20\.4 per second/);
    expect(await page.locator("#links li").allInnerTexts()).toEqual([
      "eu-west-1 → eu-central-1\n2 writes in the queue, age 640\u00a0ms\nSever",
      "eu-central-1 → eu-west-1\nnothing in the queue\nSever",
    ]);
  });

  it("counts the resolver's answer down by itself, and stops at its end", async () => {
    const state = normalState();
    await open({
      ...state,
      sharedName: { ...state.sharedName, answer: { region: "eu-west-1", expiresAt: state.now + 2_000 } },
    });
    await page.locator("#ttl", { hasText: "expired" }).waitFor();
  });

  it("shows a region that is down", async () => {
    await open(downState());
    expect(await text("#headline")).toBe("eu-west-1 is unhealthy");
    expect(await text("#failed")).toBe("12\u00a0%");
    expect(await page.locator("#alarms li").allInnerTexts()).toEqual(["eu-west-1-health", "eu-central-1-replication"]);
    const down = await card("eu-west-1").innerText();
    expect(down).toMatch(/Unhealthy/);
    expect(down).toMatch(/Faults set\s+refuses connections/);
    expect(down).toMatch(/us-east-1\s+4 × connection refused/);
    expect(down).toMatch(/ap-southeast-1\s+HTTP status code 200, OK/);
    expect(await page.locator("#links li").nth(1).innerText()).toMatch(/318 writes in the queue, age 16\u00a0s/);
  });

  it("shows a drill, an evacuated region and its end", async () => {
    await open(drillState(["eu-west-1", "eu-central-1", "us-east-1"]));
    expect(await text("#drill")).toMatch(/^Drill "region": eu-west-1 fails/);
    await card("us-east-1").getByRole("button", { name: "Drain" }).click();
    await card("us-east-1").getByText("Evacuated", { exact: true }).first().waitFor();
    await opened.show(normalState(["eu-west-1", "eu-central-1", "us-east-1"]));
    expect(await text("#drill")).toBe("No drill under way");
  });

  it("shows texts with HTML as text, and long ones without a horizontal scroll bar", async () => {
    await open(extremeState());
    expect(await text("#drill")).toMatch(/^<img src=x onerror=alert\(1\)> x/);
    expect(await text("#notices")).toMatch(/The latest change of the files is not in use.*got <b>x/s);
    expect(await page.locator("#timeline li").count()).toBe(200);
    expect(await page.locator("#not-emulated li").count()).toBe(40);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  });

  it("draws a line for each pair of regions, and the flow to each region", async () => {
    await open(downState(["eu-west-1", "eu-central-1", "us-east-1"]));
    expect(await page.locator("#map g.link").count()).toBe(6);
    expect(await page.locator("#map g.flow[data-active=true] .share").allTextContents()).toEqual([
      "12\u00a0%",
      "88\u00a0%",
    ]);
    expect(await text("#map-text")).toMatch(
      /^Clients near Ireland\. eu-west-1 in Ireland: Unhealthy, 12\u00a0% of the requests\./,
    );
  });

  it("follows a reload that adds and removes regions", async () => {
    await open(normalState());
    await opened.show(normalState(["eu-central-1", "us-east-1", "ap-southeast-2"]));
    expect(await page.getByRole("article").getByRole("heading", { level: 3 }).allInnerTexts()).toEqual([
      "eu-central-1 Frankfurt",
      "us-east-1 N. Virginia",
      "ap-southeast-2 Sydney",
    ]);
    expect(await page.locator("#map g.node").count()).toBe(3);
    expect(await page.locator("#links li").count()).toBe(6);
  });

  it.each([1280, 360])("moves nothing when the state changes, at %s px", async (width) => {
    await open(normalState(), width);
    await page.evaluate(watchShifts);
    for (const state of [
      downState(),
      { ...drillState(), speed: 1, fault: "config/dev.ts: 1 problem" },
      normalState(),
    ]) {
      await opened.show(state);
    }
    expect(await page.evaluate(() => (globalThis as unknown as Shifts).shifts)).toEqual([]);
  });

  it("tells that the runtime has ended, keeps the last state, and connects again", async () => {
    await open(normalState());
    await opened.endRuntime();
    await page.getByRole("alert").getByText("Connection lost").waitFor();
    expect(await text("#connection")).toBe("Connection lost");
    expect(await text("#answer")).toBe("eu-west-1");
    await page.getByRole("button", { name: "Fail: eu-west-1" }).click();
    await page.getByText("The runtime does not answer. Nothing was changed.").waitFor();
    // Chromium reports the refused connections itself.
    const refused = opened.problems.splice(0);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.filter((problem) => !/ERR_(CONNECTION_REFUSED|INCOMPLETE_CHUNKED_ENCODING)/.test(problem))).toEqual(
      [],
    );
    await opened.restartRuntime();
    await page.locator("[data-connection=live]").waitFor();
    expect(await text("#connection")).toBe("Live");
    opened.problems.splice(0);
  });

  it("shows why an operation is refused, until the user closes it", async () => {
    await open(normalState());
    opened.runtime.refusal = "region must not be the last healthy region, got eu-west-1; undrain another region first";
    await page.getByRole("button", { name: "Drain: eu-west-1" }).click();
    await page.getByRole("alert").getByText(opened.runtime.refusal).waitFor();
    await page.getByRole("button", { name: "Close" }).click();
    expect(await page.getByRole("alert").count()).toBe(0);
    // Chromium reports each answer of 400 and more itself.
    expect(opened.problems.splice(0)).toEqual([expect.stringContaining("409")]);
  });

  it("writes and reads an item through the shared name", async () => {
    await open(normalState());
    await page.getByLabel("Item", { exact: true }).fill("a/b ü");
    await page.getByLabel("Text to write").fill('quote " text');
    opened.runtime.answer = { status: 201, region: "eu-central-1", body: '{"item":{"item_id":"a/b ü"}}' };
    await page.getByRole("button", { name: "Write", exact: true }).click();
    await page.getByText(/^POST \/items\?overwrite=true: 201 from eu-central-1 in \d+ ms$/).waitFor();
    expect(await text("#request-body")).toBe('{\n  "item": {\n    "item_id": "a/b ü"\n  }\n}');
    opened.runtime.answer = { status: 0, body: "connection refused" };
    await page.getByRole("button", { name: "Read", exact: true }).click();
    await page.getByText("GET /items/a%2Fb%20%C3%BC: no answer").waitFor();
    expect(await text("#request-body")).toBe("connection refused");
    expect(opened.runtime.requests).toEqual([
      { method: "POST", path: "/items?overwrite=true", body: '{"item_id":"a/b ü","text":"quote \\" text"}' },
      { method: "GET", path: "/items/a%2Fb%20%C3%BC", body: undefined },
    ]);
  });

  it("cannot run other code or reach another host", async () => {
    await open(normalState());
    const result = await page.evaluate(async () => {
      const violations: string[] = [];
      document.addEventListener("securitypolicyviolation", (event) => violations.push(event.effectiveDirective));
      const script = document.createElement("script");
      try {
        script.textContent = "globalThis.injected = true";
      } catch {
        violations.push("trusted types");
      }
      document.body.append(script);
      const image = document.createElement("img");
      image.src = "http://127.0.0.1:9/x.png";
      document.body.append(image);
      const blocked = await fetch("http://127.0.0.1:9/").then(
        () => false,
        () => true,
      );
      await new Promise((resolve) => setTimeout(resolve, 50));
      return { violations, blocked, injected: "injected" in globalThis };
    });
    expect(result).toMatchObject({ blocked: true, injected: false });
    expect(result.violations).toEqual(expect.arrayContaining(["trusted types", "img-src", "connect-src"]));
    expect(opened.problems.splice(0).length).toBeGreaterThan(0);
    // Playwright also reports requests that the policy stops before they are sent.
    opened.foreign.splice(0);
  });
});
