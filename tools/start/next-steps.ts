import { readConfiguration, type SynthesizedStack } from "../shared/synthesize";
import { family } from "./stack-table";

/** The commands that deploy the last listed architecture of the first listed environment, one on each line. */
export function nextSteps(stacks: readonly SynthesizedStack[]): string {
  const [first] = stacks;
  if (first === undefined) {
    return "Nothing to deploy: no environment in config/ has an architecture.";
  }
  const environment = environmentOf(first);
  const byId = new Map(stacks.map((stack) => [stack.id, stack]));
  const example = stacks.findLast(({ id }) => id.startsWith(`${environment}-`) && id !== `${environment}-state`);
  return [
    ...(example ? [`Deploy one architecture of one environment:  npx cdktf deploy '${family(example, byId)}-*'`] : []),
    `Before the first deployment, create the state bucket:  npm run state:bootstrap -- --environment ${environment}`,
  ].join("\n");
}

/** The key of every state starts with the name of its environment. */
function environmentOf(stack: SynthesizedStack): string {
  const { terraform } = readConfiguration(stack) as { terraform?: { backend?: { s3?: { key?: string } } } };
  return terraform?.backend?.s3?.key?.split("/")[0] ?? "";
}
