import { UsageError } from "../../shared/usage-error";
import type { Backend, BackendRegion, BackendTable } from "./backend";
import { notEmulated } from "./not-emulated";
import { readApi } from "./read-api";
import { readFunctions } from "./read-function";
import { type LoadedStack, StackResources } from "./stack-resources";

/**
 * The active-active backend of one environment.
 *
 * @param stacks all synthesized stacks, also those of other environments
 * @throws UsageError when the environment has no such backend, or when its stacks do not describe one that can run
 */
export function readBackend(environment: string, stacks: readonly LoadedStack[]): Backend {
  const own = stacksOf(environment, stacks);
  const table = readTable(part(own, "table"));
  const regions = part(own, "table").regions.flatMap((region) => {
    const stack = own.get(`region-${region}`);
    // The stack of a removed region has no resources.
    return stack && stack.types.size > 0 ? [{ stack, region: readRegion(stack) }] : [];
  });
  if (regions.length === 0) {
    throw new UsageError(`activeActive.regions of ${environment} must have a deployed region, got none`);
  }
  const used = [...own.values()].filter(({ types }) => types.size > 0);
  return {
    environment,
    accountId: accountOf(environment, stacks),
    table,
    regions: regions.map(({ region }) => region),
    sharedName: regions.map(({ stack }) => namesOf(stack).shared).find((name) => name !== undefined),
    zone: { records: [], checks: [] },
    notEmulated: notEmulated(used),
  };
}

/** The resources of the backend's stacks, by the last part of their IDs: `table`, `region-<region>`, `routing`. */
function stacksOf(environment: string, stacks: readonly LoadedStack[]): ReadonlyMap<string, StackResources> {
  const prefix = `${environment}-active-active-`;
  const own = stacks.filter(({ id }) => id.startsWith(prefix));
  if (own.length === 0) {
    const suffix = "-active-active-table";
    const others = stacks.filter(({ id }) => id.endsWith(suffix)).map(({ id }) => id.slice(0, -suffix.length));
    const rule = others.length > 0 ? `one of ${others.join(", ")}` : "an environment with activeActive, which none has";
    throw new UsageError(`--environment must be ${rule}, got ${JSON.stringify(environment)}`);
  }
  return new Map(own.map((stack) => [stack.id.slice(prefix.length), new StackResources(stack)]));
}

function part(own: ReadonlyMap<string, StackResources>, name: string): StackResources {
  const stack = own.get(name);
  if (!stack) {
    throw new UsageError(`the stacks of the backend must include ${name}, got ${[...own.keys()].join(", ")}`);
  }
  return stack;
}

function readTable(stack: StackResources): BackendTable {
  const [table, ...others] = stack.all("aws_dynamodb_table");
  if (!table || others.length > 0) {
    throw new UsageError(`${stack.id} must have one aws_dynamodb_table, got ${table ? others.length + 1 : "none"}`);
  }
  const replicas = new Set(stack.all("aws_dynamodb_table_replica").map((replica) => stack.regionOf(replica)));
  const home = stack.regionOf(table);
  return {
    name: String(table.name),
    partitionKey: String(table.hash_key),
    // The stack's providers have the order of the configuration.
    regions: [home, ...stack.regions.filter((region) => region !== home && replicas.has(region))],
  };
}

function readRegion(stack: StackResources): BackendRegion {
  return {
    name: stack.region,
    ownName: namesOf(stack).own,
    functions: readFunctions(stack),
    api: readApi(stack),
  };
}

/** The region's own name is the shared name after the region. */
function namesOf(stack: StackResources): { readonly own?: string; readonly shared?: string } {
  const names = stack.all("aws_api_gateway_domain_name").map((domain) => String(domain.domain_name));
  const shared = names.find((name) => names.includes(`${stack.region}.${name}`));
  return shared === undefined ? {} : { shared, own: `${stack.region}.${shared}` };
}

/** The account that the provider allows. */
function accountOf(environment: string, stacks: readonly LoadedStack[]): string {
  const table = stacks.find(({ id }) => id === `${environment}-active-active-table`);
  const { aws = [] } = (table?.configuration.provider ?? {}) as { aws?: { allowed_account_ids?: string[] }[] };
  return aws[0]?.allowed_account_ids?.[0] ?? "000000000000";
}
