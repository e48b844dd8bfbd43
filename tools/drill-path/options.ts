import { parseArgs } from "node:util";
import { UsageError } from "../shared/usage-error";

export interface DrillOptions {
  readonly virtualInterfaceId: string;
  readonly logGroup: string;
  readonly region: string;
  /** For how long Direct Connect brings the BGP session down. */
  readonly minutes: number;
}

const USAGE =
  "npm run drill:path -- --virtual-interface dxvif-... --log-group /<project>-<environment>-path-monitor --region us-east-1 [--minutes 5]";

/** @throws UsageError for anything that is not understood */
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
