import { setTimeout as wait } from "node:timers/promises";
import type { ActiveActiveConfig } from "../../config/schema";
import { askAws, refuseOtherAccount } from "../shared/ask-aws";
import { configuredEnvironments, environmentNamed } from "../shared/environment";
import { runCommand, UsageError } from "../shared/usage-error";
import { evacuate, type World } from "./evacuate";
import { type PlannedRegion, regionNamed } from "./evacuation-plan";
import { HealthReader } from "./health-reader";
import { publishCommand, publishEvacuation } from "./metric-switch";
import { evacuateOptions } from "./options";
import { readPlan } from "./read-plan";
import { RoutingControlCluster } from "./routing-control-cluster";

/** `npm run evacuate`: takes a region out of DNS, or returns it. See docs/active-active-evacuation.md. */
async function main(): Promise<void> {
  const options = evacuateOptions(process.argv.slice(2));
  const environments = configuredEnvironments().filter(({ activeActive }) => activeActive !== undefined);
  const environment = environmentNamed(environments, options.environment);
  const plan = await readPlan(environment.name);
  const { evacuation } = (environment.activeActive as ActiveActiveConfig).routing;
  const cluster = new RoutingControlCluster(
    evacuation.type === "routing-control" ? evacuation.clusterEndpoints : [],
    options.region,
  );
  const reader = new HealthReader((arn) => cluster.isOn(arn));
  const world: World = {
    send: async (region, evacuated) => {
      await askAws(environment.accountId, async () => {
        const { switch: target } = region;
        await (target.type === "metric"
          ? publishEvacuation(target, evacuated)
          : cluster.set(target.arn, evacuated ? "Off" : "On"));
      });
    },
    read: (region) => reader.read(region),
    now: () => performance.now(),
    sleep: (seconds) => wait(seconds * 1000),
    say: (line) => process.stdout.write(`${line}\n`),
  };
  const target = regionNamed(plan, options.region);
  await refuseOtherAccount(environment.accountId, safeRegion(plan, target));
  if (!(await evacuate(plan, options, world))) {
    throw new UsageError(notConfirmed(target, options));
  }
}

/** A region that can answer: that of the metric, or one that is not evacuated. */
function safeRegion(plan: readonly PlannedRegion[], target: PlannedRegion): string {
  const other = plan.find((one) => one !== target) ?? target;
  return target.switch.type === "metric" ? target.switch.hostRegion : other.region;
}

function notConfirmed(
  { region, switch: target }: PlannedRegion,
  { undo, waitSeconds }: ReturnType<typeof evacuateOptions>,
): string {
  const again = target.type === "metric" ? publishCommand(target, !undo) : "this command";
  return (
    `Route 53 must confirm within ${waitSeconds} s, got no confirmation. The request was sent and stays effective. Look at the ` +
    `health check with the name ...-${region}-record in the Route 53 console. To send it again: ${again}`
  );
}

void runCommand(main);
