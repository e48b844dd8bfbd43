import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Scenario } from "../../../../tools/drill/model/scenario";
import { type DrillReport, drillReport } from "../../../../tools/drill/report/drill-report";
import { svgReport } from "../../../../tools/drill/report/svg-report";
import { textReport } from "../../../../tools/drill/report/text-report";
import { Timeline } from "../../../../tools/drill/report/timeline";
import { writeReport } from "../../../../tools/drill/report/write-report";
import { Clock } from "../../../../tools/drill/run/clock";
import { temporaryFolder } from "../../../helpers/temporary-folder";
import { HOME, OTHER, Rig } from "../rig";

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

async function reportOf(scenario: Scenario, change: (rig: Rig) => void = () => undefined): Promise<DrillReport> {
  const rig = new Rig();
  change(rig);
  const fault = rig.fault(scenario);
  return drillReport(await rig.run(fault), {
    record: { ...fault, target: "local", environment: "dev", startedAt: "2026-11-25T00:00:00.000Z" },
    sharedUrl: "http://127.0.0.1:1",
    speed: 10,
    rate: 10,
    pollMs: 100,
    removal: (prefix, count) => [`remove ${count} of ${prefix}`],
  });
}

/** Tags that are open at the end, or closed without having been opened. */
function unbalanced(xml: string): string[] {
  const open: string[] = [];
  for (const [, close, name = "", rest = ""] of xml.matchAll(/<(\/?)([\w:]+)((?:\s+[\w:-]+="[^"<]*")*\s*\/?)>/g)) {
    if (close) {
      const last = open.pop();
      if (last !== name) {
        return [`${last} closed by ${name}`];
      }
    } else if (!rest.endsWith("/")) {
      open.push(name);
    }
  }
  return open;
}

describe("drillReport", () => {
  it("has the documented fields, and nothing that JSON cannot hold", async () => {
    const report = await reportOf("region");
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    expect(Object.keys(report)).toEqual([
      "format",
      "version",
      "id",
      "environment",
      "target",
      "sharedUrl",
      "region",
      "scenario",
      "speed",
      "rate",
      "staleAfterSeconds",
      "pollSeconds",
      "startedAt",
      "durationSeconds",
      "result",
      "figures",
      "checks",
      "phases",
      "marks",
      "events",
      "intervals",
      "items",
    ]);
    expect(report).toMatchObject({
      format: "tierra-drill-report",
      version: 1,
      id: "k3v9x2ab",
      region: HOME,
      scenario: "region",
      result: "passed",
      marks: { fault: 5 },
      items: { prefix: "drill-k3v9x2ab-" },
    });
    expect(report.intervals).toHaveLength(Math.ceil(report.durationSeconds));
    expect(report.items.count).toBe(report.figures.writes.sent);
  });

  it("is incomplete with the reason if the drill was interrupted, and failed if a check has not passed", async () => {
    const interrupted = await reportOf("region", (rig) => {
      rig.onPhase = (name) => name === "hold" && rig.abort.abort();
    });
    expect(interrupted).toMatchObject({ result: "incomplete", problem: "the drill was interrupted" });
    expect(textReport(interrupted)).toContain("open    the region answers again after the recovery: no answer");
    const failed = await reportOf("evacuate", (rig) => {
      rig.backend.loseEvery = 30;
    });
    expect(failed.result).toBe("failed");
    expect(textReport(failed)).toContain("FAILED  every acknowledged item is readable after the recovery");
  });
});

describe("textReport", () => {
  it.each(["region", "writes", "replication", "evacuate"] as const)(
    "shows a %s drill in 100 columns",
    async (scenario) => {
      const text = textReport(await reportOf(scenario));
      expect(text.split("\n").filter((line) => line.length > 100)).toEqual([]);
      expect(text).toContain(`${scenario} drill k3v9x2ab in ${HOME} (dev, local): passed`);
      expect(/^detection /m.test(text)).toBe(scenario !== "replication");
    },
  );
});

describe("svgReport", () => {
  it.each(["region", "writes", "replication", "evacuate"] as const)(
    "is well-formed for a %s drill",
    async (scenario) => {
      const svg = svgReport(await reportOf(scenario));
      expect(unbalanced(svg)).toEqual([]);
      expect(svg).not.toMatch(/NaN|undefined|Infinity/);
      expect(svg).toMatch(/role="img" aria-labelledby="title desc"/);
      expect(svg).toContain(`<title id="title">${scenario} drill in ${HOME}, dev: passed</title>`);
      expect(svg).toMatch(new RegExp(`<desc id="desc">.*${HOME} answered \\d+ requests`));
      expect(svg).toContain("prefers-color-scheme:dark");
      expect(svg.includes("stale reads")).toBe(scenario === "replication");
    },
  );

  it("escapes text, and shows a drill without any request", async () => {
    const report = await reportOf("region");
    const svg = svgReport({ ...report, environment: "a<b&c", intervals: [], durationSeconds: 0 });
    expect(svg).toContain("a&lt;b&amp;c");
    expect(unbalanced(svg)).toEqual([]);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });
});

describe("writeReport", () => {
  it("writes text, JSON and picture", async () => {
    const folder = join(temporaryFolder(), "new", "report");
    const report = await reportOf("region");
    writeReport(report, folder);
    expect(readdirSync(folder).sort()).toEqual(["drill.json", "drill.svg", "drill.txt"]);
    expect(JSON.parse(readFileSync(join(folder, "drill.json"), "utf8"))).toEqual(report);
  });
});

describe("Timeline", () => {
  it.each([false, true])(
    "has lines of at most 100 columns, and no escape codes without a terminal (%s)",
    async (isTTY) => {
      const written: string[] = [];
      const out = { isTTY, write: (part: string) => void written.push(part) };
      const timeline = new Timeline({ clock: new Clock(), out, lineMs: 1_000 });
      const long = Array.from({ length: 6 }, (_, index) => `${OTHER}-${index}`);
      const regions = long.map((name) => ({ name, url: "", routed: true, healthy: false }));
      timeline.start({ records: [], latest: () => ({ at: 0, regions, alarms: [], ageMs: 1_500 }) });
      timeline.phase("baseline", "load");
      timeline.event("x".repeat(200));
      await jest.advanceTimersByTimeAsync(3_000);
      timeline.stop();
      const text = written.join("");
      // biome-ignore lint/suspicious/noControlCharactersInRegex: escape codes are what this test looks for
      expect(/\u001b/.test(text)).toBe(isTTY);
      const lines = text.replaceAll("\r\u001b[K", "\n").split("\n");
      expect(lines.filter((line) => line.length > 100)).toEqual([]);
      expect(lines[isTTY ? 1 : 0]).toBe("    0.0 s  baseline   load");
      expect(text).toContain("failed 0/s  age 1.5 s");
    },
  );
});
