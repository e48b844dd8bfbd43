import { parseArgs } from "node:util";
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

const USAGE =
  "npm run drill:path -- --virtual-interface dxvif-... --log-group /<project>-<environment>-path-monitor --region us-east-1 [--minutes 5]";

/** @throws UsageError when an option is missing, unknown or wrong */
export function readOptions(args: readonly string[]): DrillOptions {
  const { values } = parse(args);
  const virtualInterfaceId = values["virtual-interface"] ?? "";
  const { region = "", "log-group": logGroup = "" } = values;
  if (!/^dxvif-[a-z0-9]+$/.test(virtualInterfaceId) || region === "" || !logGroup.startsWith("/")) {
    throw new UsageError(USAGE);
  }
  const minutes = Number(values.minutes ?? 5);
  // https://docs.aws.amazon.com/directconnect/latest/UserGuide/resiliency_failover.html: 1 to 4320 minutes.
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > 4320) {
    throw new UsageError(`--minutes must be a whole number from 1 to 4320, got ${values.minutes}`);
  }
  return { virtualInterfaceId, logGroup, region, minutes };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        "virtual-interface": { type: "string" },
        "log-group": { type: "string" },
        region: { type: "string" },
        minutes: { type: "string" },
      },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n${USAGE}`);
  }
}
