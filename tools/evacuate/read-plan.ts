import { join } from "node:path";
import { Progress } from "../shared/progress";
import { SCRATCH } from "../shared/repository";
import { readConfiguration, readStacks, synthesize } from "../shared/synthesize";
import { UsageError } from "../shared/usage-error";
import { evacuationPlan, type PlannedRegion } from "./evacuation-plan";

/**
 * The regions of an environment and what evacuates them. Synthesizes into a folder of its own, so that cdktf.out does not change.
 *
 * @throws UsageError when the environment has no routing stack with health checks
 */
export async function readPlan(environment: string): Promise<PlannedRegion[]> {
  const output = join(SCRATCH, "evacuate", environment);
  await new Progress("Reading the configuration").during(
    synthesize(undefined, { selectors: [`${environment}-active-active`], output }),
  );
  const routing = readStacks(output).find(({ id }) => id === `${environment}-active-active-routing`);
  if (!routing) {
    throw new UsageError(`${environment} must have a routing stack, got none`);
  }
  return evacuationPlan(readConfiguration(routing));
}
