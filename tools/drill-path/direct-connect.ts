import { type Aws, awsJson } from "../shared/aws-cli";
import { UsageError } from "../shared/usage-error";
import type { Path } from "./drill";
import type { DrillOptions } from "./options";

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

/** All virtual interfaces, interrupted by Direct Connect's failure test. */
export function directConnect(options: DrillOptions, aws: Aws): Path {
  const { virtualInterfaceIds, logGroup, region, minutes } = options;
  const call = (...args: readonly string[]) => aws([...args, "--region", region]);
  const json = <T>(...args: readonly string[]) => awsJson<T>(aws, [...args, "--region", region]);
  const links = virtualInterfaceIds.map((id) => ({ id, argument: ["--virtual-interface-id", id] }));
  return {
    async check() {
      for (const { id, argument } of links) {
        const peers = await json<string[] | null>(
          ...["directconnect", "describe-virtual-interfaces", ...argument],
          ...["--query", "virtualInterfaces[0].bgpPeers[].bgpStatus"],
        );
        refuse(!peers?.includes("up"), `BGP of ${id} must be up, got ${peers?.join() || "no peer"}`);
      }
      const hold = await json<string>(
        ...["ssm", "get-parameter", "--name", `${logGroup}/hold`, "--query", "Parameter.Value"],
      );
      refuse(hold !== "free", `${logGroup}/hold must be free, got ${hold}`);
      const prefix = `${alarmPrefix(logGroup)}-`;
      const states = await json<[string, string][]>(
        ...["cloudwatch", "describe-alarms", "--alarm-name-prefix", prefix],
        ...["--query", "MetricAlarms[].[AlarmName,StateValue]"],
      );
      const bad = ALARMS.flatMap((word) => badAlarms(`${prefix}${word}`, states));
      refuse(bad.length > 0, `the alarms of the paths must exist and not be in state ALARM, got ${bad.join(", ")}`);
      const sessions = states.filter(([name]) => name.startsWith(`${prefix}virtual-interface-down`)).length;
      const rule = `--virtual-interface must list all ${sessions} virtual interfaces, because one session suffices for traffic`;
      refuse(sessions !== links.length, `${rule}, got ${virtualInterfaceIds.join()}`);
    },
    async bringDown() {
      for (const { argument } of links) {
        const start = ["directconnect", "start-bgp-failover-test", ...argument];
        await call(...start, "--test-duration-in-minutes", String(minutes));
      }
    },
    async bringBack() {
      const failed: Error[] = [];
      for (const { argument } of links) {
        const stop = ["directconnect", "stop-bgp-failover-test", ...argument];
        await call(...stop).catch((error: Error) => {
          const ending = `the failure test ends automatically after ${minutes} min`;
          const message = `${error.message}; ${ending}, or with: aws ${stop.join(" ")} --region ${region}`;
          failed.push(new UsageError(message, 1));
        });
      }
      if (failed[0]) {
        throw failed[0];
      }
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

/** The alarms in state ALARM among those of one rule, which end with names of virtual interfaces. The rule's own name if none exists. */
function badAlarms(name: string, states: ReadonlyArray<readonly [string, string]>): string[] {
  const known = states.filter(([alarm]) => alarm === name || alarm.startsWith(`${name}-`));
  return known.length === 0 ? [name] : known.filter(([, state]) => state === "ALARM").map(([alarm]) => alarm);
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
