import { UsageError } from "../shared/usage-error";
import type { Path } from "./drill";
import type { DrillOptions } from "./options";

/** The AWS CLI: takes arguments and returns its output. Rejects when the CLI fails. */
export type Aws = (args: readonly string[]) => Promise<string>;

/** Alarms of modules/hybrid/path-alarms. While one is in state ALARM, a drill would cause an outage or show nothing. */
const ALARMS = [
  "virtual-interface-down",
  "vpn-down",
  "both-down",
  "on-vpn",
  "heartbeat-missing",
  "foreign-route",
  "dead-end",
];

/** The virtual interface, interrupted by Direct Connect's failure test. */
export function directConnect(options: DrillOptions, aws: Aws): Path {
  const { virtualInterfaceId, logGroup, region, minutes } = options;
  const call = (...args: readonly string[]) => aws([...args, "--region", region]);
  const json = async <T>(...args: readonly string[]) => {
    const answer = await call(...args, "--output", "json");
    try {
      return JSON.parse(answer) as T;
    } catch {
      throw new UsageError(
        `aws ${args.slice(0, 2).join(" ")} must answer in JSON, got ${JSON.stringify(answer.slice(0, 80))}`,
      );
    }
  };
  const it = ["--virtual-interface-id", virtualInterfaceId];
  return {
    async check() {
      const peers = await json<string[] | null>(
        ...["directconnect", "describe-virtual-interfaces", ...it],
        ...["--query", "virtualInterfaces[0].bgpPeers[].bgpStatus"],
      );
      refuse(!peers?.includes("up"), `BGP of ${virtualInterfaceId} must be up, got ${peers?.join() || "no peer"}`);
      const hold = await json<string>(
        ...["ssm", "get-parameter", "--name", `${logGroup}/hold`, "--query", "Parameter.Value"],
      );
      refuse(hold !== "free", `${logGroup}/hold must be free, got ${hold}`);
      const names = ALARMS.map((word) => `${alarmPrefix(logGroup)}-${word}`);
      const states = await json<[string, string][]>(
        ...["cloudwatch", "describe-alarms", "--alarm-names", ...names],
        ...["--query", "MetricAlarms[].[AlarmName,StateValue]"],
      );
      const known = new Map(states);
      const bad = names.filter((name) => (known.get(name) ?? "ALARM") === "ALARM");
      refuse(bad.length > 0, `the alarms of the paths must exist and not be in state ALARM, got ${bad.join(", ")}`);
    },
    async bringDown() {
      await call("directconnect", "start-bgp-failover-test", ...it, "--test-duration-in-minutes", String(minutes));
    },
    async bringBack() {
      const stop = ["directconnect", "stop-bgp-failover-test", ...it];
      await call(...stop).catch((error: Error) => {
        throw new UsageError(
          `${error.message}; the failure test ends automatically after ${minutes} min, or with: aws ${stop.join(" ")} --region ${region}`,
          1,
        );
      });
    },
    async saidAt(text, since) {
      const times = await json<number[]>(
        ...["logs", "filter-log-events", "--log-group-name", logGroup, "--filter-pattern", `"${text}"`],
        // JSON, because with text output the CLI prints one result per page, and pages may be empty.
        ...["--start-time", String(since), "--query", "events[].timestamp"],
      );
      return times.length > 0 ? Math.min(...times) : undefined;
    },
  };
}

/** Prefix of the alarms' names: `project-x-prod-path` for the log group `/project-x-prod-path-monitor`. */
function alarmPrefix(logGroup: string): string {
  return logGroup.replace(/^\//, "").replace(/-monitor$/, "");
}

function refuse(when: boolean, problem: string): void {
  if (when) {
    throw new UsageError(`${problem}; a drill now would cause an outage or show nothing`);
  }
}
