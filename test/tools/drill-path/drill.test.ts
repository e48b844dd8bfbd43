import { drill } from "../../../tools/drill-path/drill";
import { readOptions } from "../../../tools/drill-path/options";

const ARGUMENTS = ["--virtual-interface", "dxvif-1", "--log-group", "/x-path-monitor", "--region", "us-east-1"];

/** An AWS whose log holds these lines at these seconds, on a clock that only sleeping moves. */
function world(log: Readonly<Record<string, number>>) {
  const calls: string[] = [];
  const said: string[] = [];
  let clock = 1_000_000;
  const begun = clock;
  return {
    calls,
    said,
    now: () => clock,
    sleep: async (seconds: number) => {
      clock += seconds * 1000;
    },
    say: (line: string) => void said.push(line),
    aws: async (args: readonly string[]) => {
      calls.push(args.slice(0, 2).join(" "));
      if (args[0] !== "logs") return "";
      const found = Object.entries(log).find(([text]) => args.some((argument) => argument.includes(text)));
      const time = begun + (found?.[1] ?? Number.POSITIVE_INFINITY) * 1000;
      return time <= clock ? String(time) : "None\n";
    },
  };
}

describe("drill:path", () => {
  it("measures both switches and ends the test in between", async () => {
    const it = world({ "Switching to VPN": 8, "Switching back": 40 });
    expect(await drill(readOptions(ARGUMENTS), it)).toEqual({ toVpn: 8, back: 32 });
    const outside = it.calls.filter((call) => call.startsWith("directconnect"));
    expect(outside).toEqual(["directconnect start-bgp-failover-test", "directconnect stop-bgp-failover-test"]);
  });

  it("ends the test although nobody switched, and fails", async () => {
    const it = world({});
    await expect(drill(readOptions(ARGUMENTS), it)).rejects.toThrow(
      'not within 120 s in /x-path-monitor: "Direct Connect',
    );
    expect(it.calls.at(-1)).toBe("directconnect stop-bgp-failover-test");
  });

  test.each([
    ["nothing", []],
    ["a connection in place of an interface", ["--virtual-interface", "dxcon-1", ...ARGUMENTS.slice(2)]],
    ["a time that Direct Connect refuses", [...ARGUMENTS, "--minutes", "0"]],
    ["an option that is unknown", [...ARGUMENTS, "--force"]],
  ])("refuses %s", (_, args) => {
    expect(() => readOptions(args)).toThrow(/drill:path|--minutes must be/);
  });
});
