import { type StackGroup, stateOf } from "./stack-groups";

/** The commands that deploy the last listed architecture of the first listed environment. */
export function nextSteps(groups: readonly StackGroup[]): string {
  const [first] = groups;
  if (first === undefined) {
    return "Nothing to deploy: no environment in config/ has an architecture.";
  }
  const { environment } = first;
  const example = groups.findLast((group) => group.environment === environment && group.name !== stateOf(environment));
  return [
    "Before the first deployment, create the state bucket:",
    `  npm run state:bootstrap -- --environment ${environment}`,
    ...(example ? ["Deploy one architecture of one environment:", `  npx cdktf deploy '${example.name}-*'`] : []),
  ].join("\n");
}
