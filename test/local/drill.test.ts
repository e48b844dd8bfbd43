import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { SCENARIOS, switches } from "../../tools/drill/model/scenario";
import type { DrillReport } from "../../tools/drill/report/drill-report";
import { NO_SETTINGS, nodeArguments } from "../helpers/command";
import { eventually } from "../helpers/eventually";
import { runtimeCopy, StartedRuntime } from "../helpers/started-runtime";
import { temporaryFolder } from "../helpers/temporary-folder";

const REGION = "eu-west-1";
const OTHER = "eu-central-1";

/**
 * At a speed of 10, a busy machine that does not answer for three seconds makes a region unhealthy. That no region becomes unhealthy
 * is therefore shown at the speed of AWS, where it takes 30 s.
 */
const SPEEDS = [
  { speed: "10", scenarios: SCENARIOS.filter(switches) },
  { speed: "1", scenarios: SCENARIOS.filter((scenario) => !switches(scenario)) },
];

describe.each(SPEEDS)("npm run drill -- --local at a speed of $speed", ({ speed, scenarios }) => {
  const copy = runtimeCopy();
  const record = join(copy.root, ".build", "drill", "dev-local.json");
  let runtime: StartedRuntime;

  beforeAll(async () => {
    runtime = await StartedRuntime.ready(copy, ["--speed", speed]);
    // The first executions of the functions start slowly.
    for (const url of [undefined, ...Object.values(runtime.urls.regionUrls)]) {
      await runtime.request("POST", "/items", { item_id: `warm-${url?.split(":").at(-1)}` }, url);
    }
  });
  afterAll(() => runtime.end());

  const healthy = () =>
    runtime.until(
      ({ regions, alarms }) => (regions.every((it) => it.recordHealthy) && alarms.length === 0) || undefined,
      "all regions healthy and no alarm",
    );

  /** A drill in a process of its own. Few requests, so that a busy machine can answer them. */
  function start(args: readonly string[]) {
    const output = { stdout: "", stderr: "" };
    const child: ChildProcess = spawn(
      process.execPath,
      [...nodeArguments("drill"), "--environment", "dev", "--local", "--rate", "4", ...args],
      { cwd: copy.root, env: { ...process.env, ...NO_SETTINGS }, stdio: ["ignore", "pipe", "pipe"] },
    );
    for (const stream of ["stdout", "stderr"] as const) {
      child[stream]?.setEncoding("utf8").on("data", (text: string) => {
        output[stream] += text;
      });
    }
    const closed = once(child, "close").then(([code]) => code as number | null);
    const said = (text: string) => eventually(() => output.stdout.includes(text) || undefined, text);
    return { child, output, closed, said };
  }

  async function faults() {
    const { regions, replication, drill } = await runtime.state();
    return {
      drill,
      faulty: regions.filter(({ faults: { down, writesFail }, evacuated }) => down || writesFail || evacuated),
      severed: replication.filter(({ severed }) => severed),
    };
  }
  const NONE = { drill: undefined, faulty: [], severed: [] };

  it.each(scenarios)("shows what the scenario %s must show, and leaves no fault", async (scenario) => {
    await healthy();
    const folder = join(temporaryFolder(), "report");
    const { closed, output } = start(["--region", REGION, "--scenario", scenario, "--hold", "10", "--report", folder]);
    const code = await closed;
    const { checks, figures, intervals } = JSON.parse(readFileSync(join(folder, "drill.json"), "utf8")) as DrillReport;
    expect({ code, failed: checks.filter(({ passed }) => !passed), stderr: output.stderr }).toEqual({
      code: 0,
      failed: [],
      stderr: "",
    });
    expect(figures).toMatchObject({ lost: 0, partial: 0, failed: { afterSwitch: 0 } });
    expect(intervals.some(({ answered }) => (answered[OTHER] ?? 0) > 0)).toBe(scenario !== "replication");
    expect([await faults(), existsSync(record)]).toEqual([NONE, false]);
  });

  if (speed === "1") {
    // The other behaviours do not depend on the speed.
    return;
  }

  it("restores at Ctrl-C, and reports what it has measured", async () => {
    await healthy();
    const folder = join(temporaryFolder(), "report");
    const { child, closed, said } = start(["--region", REGION, "--report", folder]);
    await said("detection  until");
    child.kill("SIGINT");
    expect(await closed).toBe(130);
    const { result, problem } = JSON.parse(readFileSync(join(folder, "drill.json"), "utf8")) as DrillReport;
    expect({ result, problem }).toEqual({ result: "incomplete", problem: "the drill was interrupted" });
    expect([await faults(), existsSync(record)]).toEqual([NONE, false]);
  });

  it("is restored by the next one after SIGKILL, and refuses to run twice at the same time", async () => {
    await healthy();
    const killed = start(["--region", REGION]);
    await killed.said("detection  until");
    const second = start(["--region", REGION]);
    expect(await second.closed).toBe(1);
    expect(second.output.stderr).toMatch(/^drill in dev must not run twice at the same time, got process \d+; wait/);
    killed.child.kill("SIGKILL");
    await killed.closed;
    expect((await faults()).faulty).toHaveLength(1);
    expect(existsSync(record)).toBe(true);
    const next = start(["--restore"]);
    expect(await next.closed).toBe(0);
    expect(next.output.stdout).toMatch(
      /^ended the region drill \w{8} in eu-west-1, which an earlier drill had left\nrestored\n$/,
    );
    expect([await faults(), existsSync(record)]).toEqual([NONE, false]);
  });

  it("refuses to start while the other region is unhealthy", async () => {
    await healthy();
    await runtime.operate({ type: "fail", region: OTHER });
    await runtime.until(
      ({ regions }) => regions.some((it) => it.name === OTHER && !it.recordHealthy) || undefined,
      "the unhealthy region",
    );
    const { closed, output } = start(["--region", REGION]);
    expect([await closed, output]).toEqual([
      1,
      {
        stdout: "",
        stderr: `every other region must be healthy, got ${OTHER} unhealthy; repair it first, because the drill would be an outage\n`,
      },
    ]);
    await runtime.operate({ type: "heal", region: OTHER });
  });
});
