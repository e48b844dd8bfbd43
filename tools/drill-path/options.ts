import { readOptions, wholeNumber } from "../shared/options";
import { UsageError } from "../shared/usage-error";

export interface DrillOptions {
  /** IDs of the virtual interfaces, e.g. `dxvif-fg1234ab`. All of them are interrupted, because one session suffices for traffic. */
  readonly virtualInterfaceIds: readonly string[];
  /** Log group of the path monitor. */
  readonly logGroup: string;
  /** AWS Region of both. */
  readonly region: string;
  /** Minutes for which Direct Connect shuts down the BGP session, 1 to 4320. */
  readonly minutes: number;
}

const OPTIONS = {
  "virtual-interface": { value: "dxvif-...[,dxvif-...]", required: true },
  "log-group": { value: "/<project>-<environment>-path-monitor", required: true },
  region: { value: "us-east-1", required: true },
  minutes: { value: "5" },
} as const;

/** Minutes of a failover test. https://docs.aws.amazon.com/directconnect/latest/UserGuide/resiliency_failover.html */
const MINUTES = { from: 1, to: 4320 };

/** @throws UsageError for an option that is missing, unknown or has a wrong value */
export function drillOptions(args: readonly string[]): DrillOptions {
  const values = readOptions(args, "npm run drill:path --", OPTIONS);
  const { "virtual-interface": virtualInterfaces, "log-group": logGroup, region, minutes = "5" } = values;
  const virtualInterfaceIds = virtualInterfaces.split(",");
  const isEachOnce = new Set(virtualInterfaceIds).size === virtualInterfaceIds.length;
  if (!isEachOnce || !virtualInterfaceIds.every((id) => /^dxvif-[a-z0-9]+$/.test(id))) {
    throw new UsageError(
      `--virtual-interface must be the ids of all virtual interfaces, dxvif-..., joined by commas, got ${JSON.stringify(virtualInterfaces)}`,
    );
  }
  if (!/^\/[-\w./#]+$/.test(logGroup)) {
    throw new UsageError(
      `--log-group must be the name of a log group and start with /, got ${JSON.stringify(logGroup)}`,
    );
  }
  if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) {
    throw new UsageError(`--region must be an AWS Region such as us-east-1, got ${JSON.stringify(region)}`);
  }
  return { virtualInterfaceIds, logGroup, region, minutes: wholeNumber("minutes", minutes, MINUTES) };
}
