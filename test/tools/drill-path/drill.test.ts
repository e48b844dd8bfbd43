import { type Aws, directConnect } from "../../../tools/drill-path/direct-connect";
import { drill } from "../../../tools/drill-path/drill";
import { drillOptions } from "../../../tools/drill-path/options";

const ARGUMENTS = [
  "--virtual-interface",
  "dxvif-1",
  "--log-group",
  "/x-prod-path-monitor",
  "--region",
  "us-east-1",
] as const;

interface Circumstances {
  /** Seconds at which the monitor says what. */
  readonly log?: Readonly<Record<string, number>>;
  readonly bgp?: string;
  readonly hold?: string;
  readonly alarms?: readonly string[];
  /** Calls that fail, e.g. `stop-bgp-failover-test`. */
  readonly failing?: readonly string[];
  /** Second at which somebody breaks the drill off. */
  readonly brokenAt?: number;
}

/** An AWS and a clock that only sleeping moves. */
function world(circumstances: Circumstances) {
  const { log = {}, bgp = "up", hold = "free", alarms = [], failing = [], brokenAt } = circumstances;
  const calls: string[] = [];
  const said: string[] = [];
  const begun = 1_000_000;
  let clock = begun;
  const answers: Readonly<Record<string, (args: readonly string[]) => unknown>> = {
    "describe-virtual-interfaces": () => [bgp],
    "get-parameter": () => hold,
    "describe-alarms": (args) =>
      args
        .filter((one) => one.startsWith("x-prod-path-"))
        .map((name) => [name, alarms.includes(name) ? "ALARM" : "OK"]),
    "filter-log-events": (args) =>
      Object.entries(log)
        .filter(([text, second]) => args.some((one) => one.includes(text)) && begun + second * 1000 <= clock)
        .map(([, second]) => begun + second * 1000),
  };
  const aws: Aws = async (args) => {
    const action = args[1] ?? "";
    calls.push(args.slice(0, 2).join(" "));
    if (failing.includes(action)) throw new Error(`aws ${action}: refused`);
    return JSON.stringify(answers[action]?.(args) ?? {});
  };
  const surroundings = {
    now: () => clock,
    sleep: async (seconds: number) => {
      clock += seconds * 1000;
      if (brokenAt !== undefined && clock >= begun + brokenAt * 1000) throw new Error("the drill was broken off");
    },
    say: (line: string) => void said.push(line),
  };
  const tests = () => calls.filter((call) => call.includes("failover-test"));
  return { said, tests, run: () => drill(directConnect(drillOptions(ARGUMENTS), aws), surroundings) };
}

const START = "directconnect start-bgp-failover-test";
const STOP = "directconnect stop-bgp-failover-test";

describe("drill:path", () => {
  it("measures both switches and ends the test in between", async () => {
    const it = world({ log: { "Switching to VPN": 8, "Switching back": 40 } });
    expect(await it.run()).toEqual({ toVpn: 8, back: 32 });
    expect(it.tests()).toEqual([START, STOP]);
  });

  test.each<readonly [string, Circumstances, string]>([
    ["although nobody switched", {}, "not within 120 s in the monitor's log"],
    ["although it is broken off", { brokenAt: 10 }, "the drill was broken off"],
    [
      "although nobody knows whether it began",
      { failing: ["start-bgp-failover-test"] },
      "aws start-bgp-failover-test: refused",
    ],
    ["although the log cannot be read", { failing: ["filter-log-events"] }, "aws filter-log-events: refused"],
  ])("ends the test %s, and fails", async (_, circumstances, message) => {
    const it = world(circumstances);
    await expect(it.run()).rejects.toThrow(message);
    expect(it.tests()).toEqual([START, STOP]);
  });

  it("says how to end a test that it could not end", async () => {
    const it = world({ log: { "Switching to VPN": 8 }, failing: ["stop-bgp-failover-test"] });
    await expect(it.run()).rejects.toThrow(
      "by: aws directconnect stop-bgp-failover-test --virtual-interface-id dxvif-1 --region us-east-1",
    );
  });

  test.each<readonly [string, Circumstances, string]>([
    ["BGP is down", { bgp: "down" }, "BGP of dxvif-1 must be up, got down"],
    ["the monitor is held", { hold: "hold" }, "/x-prod-path-monitor/hold must be free, got hold"],
    [
      "the VPN is down",
      { alarms: ["x-prod-path-vpn-down"] },
      "must be there and not raised, got x-prod-path-vpn-down;",
    ],
    ["it is broken off before it begins", { brokenAt: 0 }, "the drill was broken off"],
    ["it cannot be known", { failing: ["describe-alarms"] }, "aws describe-alarms: refused"],
  ])("touches nothing while %s", async (_, circumstances, message) => {
    const it = world(circumstances);
    await expect(it.run()).rejects.toThrow(message);
    expect(it.tests()).toEqual([]);
  });

  it("touches nothing where the alarms that it asks for are not there", async () => {
    const nowhere = directConnect({ ...drillOptions(ARGUMENTS), logGroup: "/other" }, async ([, action]) =>
      action === "describe-alarms" ? "[]" : JSON.stringify(action === "get-parameter" ? "free" : ["up"]),
    );
    await expect(nowhere.check()).rejects.toThrow("got other-virtual-interface-down, other-vpn-down");
  });

  it.each([
    ["nothing", [], "--virtual-interface must be given"],
    [
      "a connection in place of an interface",
      ["--virtual-interface", "dxcon-1", ...ARGUMENTS.slice(2)],
      "must be the id",
    ],
    ["a log group without a slash", [...ARGUMENTS, "--log-group", "monitor"], "--log-group must be the name"],
    [
      "a time that Direct Connect refuses",
      [...ARGUMENTS, "--minutes", "0"],
      "--minutes must be a whole number from 1 to",
    ],
    ["an unknown option", [...ARGUMENTS, "--force"], "Unknown option '--force'; usage: npm run drill:path --"],
  ])("refuses %s", (_, args, message) => {
    expect(() => drillOptions(args)).toThrow(message);
  });
});
