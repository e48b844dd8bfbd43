import { readConfiguration, type SynthesizedStack } from "../shared/synthesize";
import { textTable } from "../shared/table";

/** One line per stack in the order of deployment, with its size, its dependencies and the deployment command. */
export function stackTable(stacks: readonly SynthesizedStack[]): string {
  const depth = depths(stacks);
  const byId = new Map(stacks.map((stack) => [stack.id, stack]));
  const ordered = [...stacks].sort(
    (one, other) =>
      compare(family(one, byId), family(other, byId)) || (depth.get(one.id) ?? 0) - (depth.get(other.id) ?? 0),
  );
  return textTable(["stack", "resources", "needs", "deploy with"], ordered.map(row));
}

/** Environment and architecture, e.g. `dev-three-tier`: the ID of the first stack of the chain, without its last word. */
export function family(stack: SynthesizedStack, byId: ReadonlyMap<string, SynthesizedStack>): string {
  const before = byId.get(stack.dependencies[0] ?? "");
  return before ? family(before, byId) : stack.id.slice(0, stack.id.lastIndexOf("-"));
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

/** For each stack, the longest chain of stacks to deploy before it. There are no cycles, because CDKTF rejects them. */
function depths(stacks: readonly SynthesizedStack[]): Map<string, number> {
  const byId = new Map(stacks.map((stack) => [stack.id, stack]));
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
  for (const { id } of stacks) {
    visit(id);
  }
  return found;
}

function row(stack: SynthesizedStack): string[] {
  const { resource = {} } = readConfiguration(stack);
  const count = Object.values(resource).reduce((sum, ofType) => sum + Object.keys(ofType).length, 0);
  return [stack.id, String(count), needs(stack), command(stack)];
}

const STATE = /^(.*)-state$/;

function needs({ id, dependencies }: SynthesizedStack): string {
  if (STATE.test(id)) {
    return "an account";
  }
  if (dependencies.length === 0) {
    return "the state";
  }
  // Without the common prefix, e.g. `network, data`.
  const prefix = id.slice(0, id.lastIndexOf("-") + 1);
  return dependencies.map((dependency) => dependency.replace(prefix, "")).join(", ");
}

function command({ id }: SynthesizedStack): string {
  const environment = STATE.exec(id)?.[1];
  return environment ? `npm run state:bootstrap -- --environment ${environment}` : `npx cdktf deploy ${id}`;
}
