import { directConnect } from "../../../tools/drill-path/direct-connect";
import { drill } from "../../../tools/drill-path/drill";
import { drillOptions } from "../../../tools/drill-path/options";
import type { Aws } from "../../../tools/shared/aws-cli";

const ARGUMENTS = [
  "--virtual-interface",
  "dxvif-1",
  "--log-group",
  "/x-prod-path-monitor",
  "--region",
  "us-east-1",
] as const;

/** The arguments with another value of an option. */
function replaced(option: string, value: string): string[] {
  return ARGUMENTS.map((argument, index) => (ARGUMENTS[index - 1] === option ? value : argument));
}

/** Alarms that every path monitor has. */
const WORDS = ["vpn-down", "both-down", "on-vpn", "heartbeat-missing", "foreign-route", "dead-end"];

interface Circumstances {
  /** Log lines of the monitor and their times in seconds. */
  readonly log?: Readonly<Record<string, number>>;
  readonly bgp?: string;
  readonly hold?: string;
  readonly alarms?: readonly string[];
  /** Alarms of the BGP sessions. */
  readonly sessions?: readonly string[];
  /** Value of `--virtual-interface`. */
  readonly interfaces?: string;
  /** Calls that fail, e.g. `stop-bgp-failover-test`. */
  readonly failing?: readonly string[];
  /** Second at which the operator interrupts the drill. */
  readonly interruptedAt?: number;
}

/** An AWS account, and a clock that only `sleep` advances. */
function world(circumstances: Circumstances) {
  const { log = {}, bgp = "up", hold = "free", alarms = [], failing = [], interruptedAt } = circumstances;
  const { sessions = ["virtual-interface-down"], interfaces = "dxvif-1" } = circumstances;
  const calls: string[] = [];
  const said: string[] = [];
  const begun = 1_000_000;
  let clock = begun;
  const answers: Readonly<Record<string, (args: readonly string[]) => unknown>> = {
    "describe-virtual-interfaces": () => [bgp],
    "get-parameter": () => hold,
    "describe-alarms": ([, , , prefix]) =>
      [...WORDS, ...sessions].map((word) => {
        const name = `${prefix}${word}`;
        return [name, alarms.includes(name) ? "ALARM" : "OK"];
      }),
    "filter-log-events": (args) =>
      Object.entries(log)
        .filter(([text, second]) => args.some((one) => one.includes(text)) && begun + second * 1000 <= clock)
        .map(([, second]) => begun + second * 1000),
  };
  const aws: Aws = async (args) => {
    const action = args[1] ?? "";
    calls.push(args.slice(0, 2).join(" "));
    if (failing.includes(action)) {
      throw new Error(`aws ${action}: refused`);
    }
    return JSON.stringify(answers[action]?.(args) ?? {});
  };
  const surroundings = {
    now: () => clock,
    sleep: async (seconds: number) => {
      clock += seconds * 1000;
      if (interruptedAt !== undefined && clock >= begun + interruptedAt * 1000) {
        throw new Error("the drill was interrupted");
      }
    },
    say: (line: string) => void said.push(line),
  };
  const tests = () => calls.filter((call) => call.includes("failover-test"));
  return {
    said,
    tests,
    run: () => drill(directConnect(drillOptions(replaced("--virtual-interface", interfaces)), aws), surroundings),
  };
}

const START = "directconnect start-bgp-failover-test";
const STOP = "directconnect stop-bgp-failover-test";

describe("drill:path", () => {
  it("measures both switches and ends the test in between", async () => {
    const it = world({ log: { "Switching to VPN": 8, "Switching back": 40 } });
    expect(await it.run()).toEqual({ toVpn: 8, back: 32 });
    expect(it.tests()).toEqual([START, STOP]);
  });

  it.each<readonly [string, Circumstances, string]>([
    ["without a switch", {}, 'must contain "Direct Connect failed. Switching to VPN" within 120 s'],
    ["after an interruption", { interruptedAt: 10 }, "the drill was interrupted"],
    [
      "when its start may have failed",
      { failing: ["start-bgp-failover-test"] },
      "aws start-bgp-failover-test: refused",
    ],
    ["when the log cannot be read", { failing: ["filter-log-events"] }, "aws filter-log-events: refused"],
  ])("ends the test %s, and fails", async (_, circumstances, message) => {
    const it = world(circumstances);
    await expect(it.run()).rejects.toThrow(message);
    expect(it.tests()).toEqual([START, STOP]);
  });

  it("interrupts all sessions together, because one suffices for traffic", async () => {
    const it = world({
      log: { "Switching to VPN": 8, "Switching back": 40 },
      sessions: ["virtual-interface-down", "virtual-interface-down-ny"],
      interfaces: "dxvif-1,dxvif-2",
    });
    await it.run();
    expect(it.tests()).toEqual([START, START, STOP, STOP]);
  });

  it("explains how to end a failure test that it could not end", async () => {
    const it = world({ log: { "Switching to VPN": 8 }, failing: ["stop-bgp-failover-test"] });
    await expect(it.run()).rejects.toThrow(
      "with: aws directconnect stop-bgp-failover-test --virtual-interface-id dxvif-1 --region us-east-1",
    );
  });

  it.each<readonly [string, Circumstances, string]>([
    ["BGP is down", { bgp: "down" }, "BGP of dxvif-1 must be up, got down"],
    ["an operator holds the monitor", { hold: "hold" }, "/x-prod-path-monitor/hold must be free, got hold"],
    [
      "the VPN is down",
      { alarms: ["x-prod-path-vpn-down"] },
      "must exist and not be in state ALARM, got x-prod-path-vpn-down;",
    ],
    [
      "one session of two would remain",
      { sessions: ["virtual-interface-down", "virtual-interface-down-ny"] },
      "--virtual-interface must list all 2 virtual interfaces",
    ],
    [
      "one session of two is down already",
      {
        sessions: ["virtual-interface-down", "virtual-interface-down-ny"],
        interfaces: "dxvif-1,dxvif-2",
        alarms: ["x-prod-path-virtual-interface-down-ny"],
      },
      "must exist and not be in state ALARM, got x-prod-path-virtual-interface-down-ny;",
    ],
    ["it is interrupted before its start", { interruptedAt: 0 }, "the drill was interrupted"],
    ["the alarms cannot be read", { failing: ["describe-alarms"] }, "aws describe-alarms: refused"],
  ])("starts no failure test when %s", async (_, circumstances, message) => {
    const it = world(circumstances);
    await expect(it.run()).rejects.toThrow(message);
    expect(it.tests()).toEqual([]);
  });

  it("starts no failure test when the alarms do not exist", async () => {
    const path = directConnect({ ...drillOptions(ARGUMENTS), logGroup: "/other" }, async ([, action]) =>
      action === "describe-alarms" ? "[]" : JSON.stringify(action === "get-parameter" ? "free" : ["up"]),
    );
    await expect(path.check()).rejects.toThrow("got other-virtual-interface-down, other-vpn-down");
  });

  it.each([
    ["a command without options", [], "--virtual-interface must be given"],
    [
      "a connection in place of a virtual interface",
      ["--virtual-interface", "dxcon-1", ...ARGUMENTS.slice(2)],
      "must be the ids",
    ],
    ["a virtual interface twice", replaced("--virtual-interface", "dxvif-1,dxvif-1"), 'got "dxvif-1,dxvif-1"'],
    ["a log group without a slash", replaced("--log-group", "monitor"), "--log-group must be the name"],
    ["a log group with a blank", replaced("--log-group", "/a b"), 'start with /, got "/a b"'],
    [
      "a region that is none",
      replaced("--region", "ireland"),
      '--region must be an AWS Region such as us-east-1, got "ireland"',
    ],
    ["a repeated option", [...ARGUMENTS, "--region", "us-east-1"], "--region must be given once, got it again"],
    [
      "a duration that Direct Connect refuses",
      [...ARGUMENTS, "--minutes", "0"],
      "--minutes must be a whole number from 1 to",
    ],
    ["an unknown option", [...ARGUMENTS, "--force"], "Unknown option '--force'; usage: npm run drill:path --"],
  ])("refuses %s", (_, args, message) => {
    expect(() => drillOptions(args)).toThrow(message);
  });
});
