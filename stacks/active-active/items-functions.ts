import { Construct } from "constructs";
import { type FunctionNetwork, LambdaFunction } from "../../modules/functions/lambda-function";
import type { PolicyStatement } from "../../modules/shared/iam";
import type { RegionalTable } from "../../modules/storage/regional-table";
import type { RegionPartProps } from "./region-part";

/** Alias of every function behind the API. A release moves it (docs/active-active-releases.md). */
export const LIVE = "live";

/** The functions of the items API, by the names in its description. */
export type ItemsFunctionName = "get-item" | "create-item" | "health";

export interface ItemsFunctionsProps extends RegionPartProps {
  /** Subnets and security groups. The functions connect to DynamoDB only. */
  readonly network: FunctionNetwork;
  /** The region's table. */
  readonly table: RegionalTable;
  /** Names of the other deployed regions. The health function measures how old their data is in this region. */
  readonly peers: readonly string[];
  /** Reserved concurrency of each function. */
  readonly concurrency: Readonly<Record<ItemsFunctionName, number>>;
  /** Who may overwrite an item: every caller, or its owner and administrators. @default "none" */
  readonly ownership?: "none" | "owner-overwrites" | undefined;
}

interface Purpose {
  readonly description: string;
  /** The integration's timeout in API Gateway, `timeoutInMillis` of the description, rounded up to seconds. */
  readonly timeoutSeconds: number;
  readonly statements: (table: RegionalTable) => readonly PolicyStatement[];
}

/** Key of a region's heartbeat, as in `lambdas/items/health/heartbeats.ts`. Callers of the API cannot use it. */
function heartbeatKey(region: string): string {
  return `_tierra_heartbeat_${region}`;
}

const PURPOSES: Readonly<Record<ItemsFunctionName, Purpose>> = {
  "get-item": {
    description: "Reads an item in its region",
    timeoutSeconds: 10,
    statements: (table) => table.readStatements(),
  },
  "create-item": {
    description: "Creates or overwrites an item",
    timeoutSeconds: 20,
    // The function also reads: before it overwrites an item, and after a condition has failed.
    statements: (table) => table.writeStatements(),
  },
  health: {
    description: "Checks the health of its region",
    timeoutSeconds: 2,
    // Of every region, so that published versions can still read the heartbeat of a region that the configuration removes.
    statements: (table) => table.keyedStatements({ read: [heartbeatKey("*")], write: [heartbeatKey(table.region)] }),
  },
};

/** CPU grows with memory, to a whole vCPU at 1,769 MiB. 0.29 vCPU shorten cold starts. Later the functions wait for DynamoDB. */
const MEMORY_MIB = 512;

/** The functions of one region. Each has its own role, with access to the region's table only. */
export class ItemsFunctions extends Construct {
  /** The functions by name. */
  readonly functions: Readonly<Record<ItemsFunctionName, LambdaFunction>>;

  constructor(scope: Construct, id: string, props: ItemsFunctionsProps) {
    super(scope, id);
    this.functions = {
      "get-item": this.createFunction("get-item", props),
      "create-item": this.createFunction("create-item", props),
      health: this.createFunction("health", props),
    };
  }

  private createFunction(which: ItemsFunctionName, props: ItemsFunctionsProps): LambdaFunction {
    const { accountId, region, name, kmsKeyArn, logRetentionInDays, network, table, concurrency } = props;
    // Sorted, so that the order of the regions in the configuration does not change the function.
    const peers = [...props.peers].sort();
    const purpose = PURPOSES[which];
    return new LambdaFunction(this, which, {
      name: `${name}-${which}`,
      description: purpose.description,
      entry: `lambdas/items/${which}/handler.ts`,
      accountId,
      region,
      network,
      kmsKeyArn,
      logRetentionInDays,
      memoryMiB: MEMORY_MIB,
      timeoutSeconds: purpose.timeoutSeconds,
      reservedConcurrency: concurrency[which],
      alias: LIVE,
      environment: {
        TABLE_NAME: table.name,
        ...(which === "health" ? healthEnvironment(props.backend, peers) : {}),
        ...(which === "create-item" ? { OWNERSHIP: props.ownership ?? "none" } : {}),
      },
      statements: purpose.statements(table),
    });
  }
}

function healthEnvironment(backend: string, peers: readonly string[]): Readonly<Record<string, string>> {
  return {
    // Switch for drills: with another value than 200, the health function answers with that status.
    STATUS: "200",
    BACKEND: backend,
    ...(peers.length > 0 ? { PEERS: peers.join(",") } : {}),
  };
}
