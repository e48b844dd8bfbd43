import { readConfiguration, type SynthesizedStack } from "../shared/synthesize";
import { stackShape } from "./stack-shape";

/** Stacks that are deployed together, since they read each other's outputs. */
export interface Deployable {
  readonly environment: string;
  /** What the ids of its stacks have in common after the environment, e.g. `three-tier`. */
  readonly architecture: string;
  readonly stacks: readonly SynthesizedStack[];
  /** See {@link stackShape}. */
  readonly shape: ReadonlySet<string>;
}

/** Groups the stacks of the named environments. Stacks that depend on each other are in the same group. */
export function deployables(stacks: readonly SynthesizedStack[], environments: readonly string[]): Deployable[] {
  // Longer names first, because `dev-eu` begins with `dev`.
  const longestFirst = [...environments].sort((one, other) => other.length - one.length);
  return connected(stacks).map((group) => {
    const name = commonName(group.map(({ id }) => id));
    const environment = longestFirst.find((candidate) => name.startsWith(`${candidate}-`));
    if (environment === undefined) {
      throw new Error(`stack ids must begin with an environment, one of ${environments.join(", ")}, got ${name}`);
    }
    const shape = new Set(group.flatMap((stack) => [...stackShape(readConfiguration(stack))]));
    return { environment, architecture: name.slice(environment.length + 1), stacks: group, shape };
  });
}

/** The stacks in groups. Two stacks are in the same group if one depends on the other, directly or through other stacks. */
function connected(stacks: readonly SynthesizedStack[]): SynthesizedStack[][] {
  let groups: SynthesizedStack[][] = [];
  for (const stack of stacks) {
    const joined = groups.filter((group) => group.some((other) => isJoined(stack, other)));
    groups = [...groups.filter((group) => !joined.includes(group)), [...joined.flat(), stack]];
  }
  return groups;
}

function isJoined(one: SynthesizedStack, other: SynthesizedStack): boolean {
  return one.dependencies.includes(other.id) || other.dependencies.includes(one.id);
}

/** What the ids have in common, in whole words: `dev-a-network` and `dev-a-app` give `dev-a`. */
function commonName([first = "", ...others]: readonly string[]): string {
  const words = first.split("-");
  const differing = words.findIndex((_, index) => others.some((other) => other.split("-")[index] !== words[index]));
  return words.slice(0, differing < 0 ? words.length : differing).join("-");
}
