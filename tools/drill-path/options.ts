import { readOptions, wholeNumber } from "../shared/options";
import { UsageError } from "../shared/usage-error";

export interface DrillOptions {
  /** ID of the virtual interface, e.g. `dxvif-fg1234ab`. */
  readonly virtualInterfaceId: string;
  /** Log group of the path monitor. */
  readonly logGroup: string;
  /** AWS Region of both. */
  readonly region: string;
  /** Minutes for which Direct Connect shuts down the BGP session, 1 to 4320. */
  readonly minutes: number;
}

const OPTIONS = {
  "virtual-interface": { value: "dxvif-...", required: true },
  "log-group": { value: "/<project>-<environment>-path-monitor", required: true },
  region: { value: "us-east-1", required: true },
  minutes: { value: "5" },
} as const;

/** Minutes of a failover test. https://docs.aws.amazon.com/directconnect/latest/UserGuide/resiliency_failover.html */
const MINUTES = { from: 1, to: 4320 };

/** @throws UsageError for an option that is missing, unknown or has a wrong value */
export function drillOptions(args: readonly string[]): DrillOptions {
  const values = readOptions(args, "npm run drill:path --", OPTIONS);
  const { "virtual-interface": virtualInterfaceId, "log-group": logGroup, region, minutes = "5" } = values;
  if (!/^dxvif-[a-z0-9]+$/.test(virtualInterfaceId)) {
    throw new UsageError(
      `--virtual-interface must be the id of a virtual interface, dxvif-..., got ${JSON.stringify(virtualInterfaceId)}`,
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
  return { virtualInterfaceId, logGroup, region, minutes: wholeNumber("minutes", minutes, MINUTES) };
}
