import { accountOf, type StackGroup, stateOf } from "./stack-groups";

/** The commands that deploy the last listed architecture of the first listed environment. */
export function nextSteps(groups: readonly StackGroup[]): string {
  const [first] = groups;
  if (first === undefined) {
    return "Nothing to deploy: no environment in config/ has an architecture.";
  }
  const { environment } = first;
  const example = groups.findLast((group) => group.environment === environment && !isShared(group));
  return [
    "Before the first deployment, create the state bucket:",
    `  npm run state:bootstrap -- --environment ${environment}`,
    ...(example
      ? ["Deploy one architecture of one environment:", `  npx cdktf deploy ${globsOf(example).join(" ")}`]
      : []),
  ].join("\n");
}

/** State and account stacks are no architecture. */
function isShared({ environment, name }: StackGroup): boolean {
  return name === stateOf(environment) || name === accountOf(environment);
}

/** cdktf refuses to deploy stacks without the stacks that they need. */
function globsOf({ environment, name, stacks }: StackGroup): string[] {
  const account = accountOf(environment);
  const needsAccount = stacks.some(({ needs }) => needs.some((id) => id.startsWith(`${account}-`)));
  return [...(needsAccount ? [account] : []), name].map((group) => `'${group}-*'`);
}
