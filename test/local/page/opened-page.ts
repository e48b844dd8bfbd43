import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { ControlApi } from "../../../tools/local-runtime/control/control-api";
import type { RuntimeState } from "../../../tools/local-runtime/control/runtime-state";
import { FakeControllable } from "../../helpers/runtime/fake-controllable";
import { operated } from "../../helpers/runtime/operated";

/** The page of a fake runtime in a browser. It collects everything that a page must not do. */
export class OpenedPage {
  readonly runtime: FakeControllable;
  readonly page: Page;
  /** Errors and warnings of the console, and violations of the content security policy. */
  readonly problems: string[] = [];
  /** Requests that did not go to the control API. */
  readonly foreign: string[] = [];
  private api: ControlApi;

  private constructor(runtime: FakeControllable, api: ControlApi, page: Page) {
    this.runtime = runtime;
    this.api = api;
    this.page = page;
  }

  static async open(browser: Browser, state: RuntimeState, options: BrowserContextOptions = {}): Promise<OpenedPage> {
    const runtime = new FakeControllable(state);
    runtime.effect = operated;
    const api = await ControlApi.start({ controllable: runtime });
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, timezoneId: "UTC", ...options });
    const opened = new OpenedPage(runtime, api, await context.newPage());
    await opened.load();
    return opened;
  }

  get url(): string {
    return this.api.url;
  }

  /** Sets the state and waits until the page shows it. */
  async show(state: RuntimeState): Promise<void> {
    this.runtime.change(state);
    await this.page.waitForFunction(
      ([drill, key]) => document.getElementById("drill")?.textContent === drill && document.title.length > 0 && key,
      [state.drill ?? "No drill under way", "shown"],
    );
    // Events come at most twice a second. A second one has been shown after this time.
    await this.page.waitForTimeout(600);
  }

  /** Ends the runtime. The page stays open. */
  endRuntime(): Promise<void> {
    return this.api.close();
  }

  /** Starts it again with the same URL. */
  async restartRuntime(): Promise<void> {
    const { port, pathname } = new URL(this.url);
    const token = pathname.slice(1, -1);
    this.api = await ControlApi.start({ controllable: this.runtime, port: Number(port), token });
  }

  async close(): Promise<void> {
    await this.page.context().close();
    await this.api.close();
  }

  private async load(): Promise<void> {
    const { page, problems, foreign, url } = this;
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) {
        problems.push(`${message.type()}: ${message.text()}`);
      }
    });
    page.on("pageerror", (error) => problems.push(`uncaught: ${error.message}`));
    page.on("request", (request) => {
      if (!request.url().startsWith(url)) {
        foreign.push(request.url());
      }
    });
    await page.goto(url);
    await page.locator("[data-connection=live]").waitFor();
  }
}
