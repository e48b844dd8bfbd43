import { readConfiguration, type SynthesizedStack } from "../shared/synthesize";
import { stackShape } from "./stack-shape";

/** Stacks that are deployed together, because they read each other's outputs. */
export interface Deployable {
  readonly environment: string;
  /** Common part of the stack IDs after the environment, e.g. `three-tier`. */
  readonly architecture: string;
  readonly stacks: readonly SynthesizedStack[];
  /** See {@link stackShape}. */
  readonly shape: ReadonlySet<string>;
}

/**
 * Groups the stacks of the named environments by their dependencies. An account stack, which several architectures share, is part
 * of each group that depends on it.
 */
export function deployables(stacks: readonly SynthesizedStack[], environments: readonly string[]): Deployable[] {
  const isShared = ({ id }: SynthesizedStack) => environments.some((name) => id.startsWith(`${name}-account-`));
  const shared = stacks.filter(isShared);
  // `dev-eu` comes before `dev`, because its stack IDs match both.
  const longestFirst = [...environments].sort((one, other) => other.length - one.length);
  return connected(stacks.filter((stack) => !isShared(stack))).map((own) => {
    const name = commonName(own.map(({ id }) => id));
    const group = [...shared.filter(({ id }) => own.some(({ dependencies }) => dependencies.includes(id))), ...own];
    const environment = longestFirst.find((candidate) => name.startsWith(`${candidate}-`));
    if (environment === undefined) {
      throw new Error(`stack ids must begin with an environment, one of ${environments.join(", ")}, got ${name}`);
    }
    const shape = new Set(group.flatMap((stack) => [...stackShape(readConfiguration(stack))]));
    return { environment, architecture: name.slice(environment.length + 1), stacks: group, shape };
  });
}

/** Groups of stacks. A stack is in the same group as its direct and indirect dependencies. */
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

/** Common prefix of the IDs, in whole words: `dev-a` for `dev-a-network` and `dev-a-app`. */
function commonName([first = "", ...others]: readonly string[]): string {
  const words = first.split("-");
  const differing = words.findIndex((_, index) => others.some((other) => other.split("-")[index] !== words[index]));
  return words.slice(0, differing < 0 ? words.length : differing).join("-");
}
