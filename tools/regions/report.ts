import { type Environment, regionsByState } from "../../config/schema";
import { textTable } from "../shared/table";
import { UsageError } from "../shared/usage-error";

/**
 * The regions of an environment's active-active backend with their states, and the commands that bring a deployment into these
 * states, in order.
 *
 * @throws UsageError when the environment has no active-active backend
 */
export function regionsReport({ name: environment, activeActive: config }: Environment): string {
  if (!config) {
    throw new UsageError(`--environment must have the section activeActive, got "${environment}"`);
  }
  const { domain, regions } = config;
  const rows = regions.map(({ name, state, deletionProtection = config.deletionProtection ?? true }, index) => [
    name,
    state,
    state === "active" && domain ? domain.name : "-",
    state === "removed" ? "-" : index === 0 ? "table" : "replica",
    state === "removed" ? "-" : deletionProtection ? "on" : "off",
  ]);
  return [
    textTable(["region", "state", "answers for", "holds the", "deletion protection"], rows),
    "",
    ...commands(environment, regions),
    ...regions.flatMap((region, index) => remarks(environment, region, index === 0)),
  ].join("\n");
}

type Region = NonNullable<Environment["activeActive"]>["regions"][number];

/**
 * cdktf deploys a stack after the stacks that it reads. A removed region leaves in the opposite order. Before that, the functions of
 * the other regions must stop to measure its heartbeats. Otherwise their replication alarms start, which also stop a release.
 */
function commands(environment: string, regions: readonly Region[]): string[] {
  const { deployed, removed } = regionsByState(regions);
  if (removed.length === 0) {
    return [
      `Deploy:  npx cdktf deploy '${environment}-account-*' '${environment}-active-active-*'`,
      `Then, after a change of the list:  npm run release -- --environment ${environment}`,
    ];
  }
  const stacksOf = (part: string, some: readonly Region[]) => some.map(({ name }) => `${environment}-${part}-${name}`);
  const ordered = [
    `npx cdktf deploy ${stacksOf("active-active-region", deployed).join(" ")} --ignore-missing-stack-dependencies`,
    `npm run release -- --environment ${environment}`,
    deployRouting(environment),
    `npx cdktf deploy ${stacksOf("active-active-region", removed).join(" ")}`,
    `npx cdktf deploy ${environment}-active-active-table`,
    `npx cdktf deploy ${stacksOf("account", removed).join(" ")}`,
  ];
  return ["Deploy in this order:", ...ordered.map((command, index) => `  ${index + 1}. ${command}`)];
}

function deployRouting(environment: string): string {
  return `npx cdktf deploy ${environment}-active-active-routing --ignore-missing-stack-dependencies`;
}

/** What a state needs, and what it allows next. */
function remarks(environment: string, { name, state }: Region, isFirst: boolean): string[] {
  switch (state) {
    case "drained":
      return [
        "",
        `${name} is drained after:  ${deployRouting(environment)}`,
        'To restore it, set state: "active" and repeat this command.',
        isFirst
          ? "It cannot be removed, because it is the first region: see docs/active-active-regions.md."
          : `To remove it, set deletionProtection: false, deploy its stack and ${environment}-active-active-table, then set state: "removed".`,
      ];
    case "removed":
      return ["", `${name} is removed. After the last command, delete its entry from config/${environment}.ts.`];
    default:
      return [];
  }
}
