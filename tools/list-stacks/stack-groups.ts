import { readConfiguration, type SynthesizedStack } from "../shared/synthesize";

/** A stack with the facts of its row. */
export interface SizedStack {
  readonly id: string;
  /** Number of resources. */
  readonly resources: number;
  /** IDs of the stacks to deploy before this one, in the order of deployment. */
  readonly needs: readonly string[];
}

/** The stacks of one architecture of one environment, in the order of deployment. */
export interface StackGroup {
  /** Environment, e.g. `dev`. */
  readonly environment: string;
  /** Environment and architecture, e.g. `dev-three-tier`. The ID of the state's stack, e.g. `dev-state`. */
  readonly name: string;
  readonly stacks: readonly SizedStack[];
}

/** The stacks by environment and architecture. The state is first, because the others store their state in its bucket. */
export function groupStacks(stacks: readonly SynthesizedStack[]): StackGroup[] {
  const byId = new Map(stacks.map((stack) => [stack.id, stack]));
  const depth = depths(byId);
  const inOrder = (one: string, other: string) =>
    (depth.get(one) ?? 0) - (depth.get(other) ?? 0) || compare(one, other);
  const groups = new Map<string, { environment: string; name: string; stacks: SizedStack[] }>();
  for (const stack of [...stacks].sort((one, other) => inOrder(one.id, other.id))) {
    const { resource = {}, terraform } = readConfiguration(stack);
    const environment = environmentIn(terraform);
    const name = groupOf(stack, byId, environment);
    const group = groups.get(name) ?? { environment, name, stacks: [] };
    const resources = Object.values(resource).reduce((sum, ofType) => sum + Object.keys(ofType).length, 0);
    group.stacks.push({ id: stack.id, resources, needs: [...stack.dependencies].sort(inOrder) });
    groups.set(name, group);
  }
  const stateFirst = ({ environment, name }: StackGroup) => (name === stateOf(environment) ? 0 : 1);
  return [...groups.values()].sort(
    (one, other) =>
      compare(one.environment, other.environment) ||
      stateFirst(one) - stateFirst(other) ||
      compare(one.name, other.name),
  );
}

/** ID of the stack with the state bucket of an environment. */
export function stateOf(environment: string): string {
  return `${environment}-state`;
}

/** Common part of the IDs of an environment's account stacks. */
export function accountOf(environment: string): string {
  return `${environment}-account`;
}

/** The key of every state starts with the name of its environment. A stack ID does not show where that name ends. */
function environmentIn(terraform: unknown): string {
  const { backend } = (terraform ?? {}) as { backend?: { s3?: { key?: string } } };
  return backend?.s3?.key?.split("/")[0] ?? "";
}

/**
 * The ID of the first stack of the chain, without its last word. A data stack also needs the stack with the vault for copies
 * of its backups, which needs no other stack: the shorter ID is that of the architecture. Several architectures share the
 * account stacks.
 */
function groupOf(stack: SynthesizedStack, byId: ReadonlyMap<string, SynthesizedStack>, environment: string): string {
  const account = accountOf(environment);
  if (stack.id.startsWith(`${account}-`)) {
    return account;
  }
  if (stack.id === stateOf(environment)) {
    return stack.id;
  }
  const firsts = (one: SynthesizedStack): string[] => {
    const before = one.dependencies.flatMap((id) => (id.startsWith(`${account}-`) ? [] : (byId.get(id) ?? [])));
    return before.length === 0 ? [one.id] : before.flatMap(firsts);
  };
  const own = firsts(stack);
  const all = own.includes(stack.id)
    ? [...byId.values()].filter(({ dependencies }) => dependencies.includes(stack.id)).flatMap(firsts)
    : [];
  const names = [...own, ...all].map((id) => id.slice(0, id.lastIndexOf("-")));
  return names.reduce((shortest, name) => (name.length < shortest.length ? name : shortest));
}

/** For each stack, the longest chain of stacks to deploy before it. There are no cycles, because CDKTF rejects them. */
function depths(byId: ReadonlyMap<string, SynthesizedStack>): Map<string, number> {
  const found = new Map<string, number>();
  const visit = (id: string): number => {
    const known = found.get(id);
    if (known !== undefined) {
      return known;
    }
    const before = (byId.get(id)?.dependencies ?? []).map((dependency) => visit(dependency) + 1);
    const depth = Math.max(0, ...before);
    found.set(id, depth);
    return depth;
  };
  for (const id of byId.keys()) {
    visit(id);
  }
  return found;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
