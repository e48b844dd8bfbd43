import { readConfiguration, type SynthesizedStack } from "../shared/synthesize";
import { textTable } from "../shared/table";

/** One line per stack: its size, what is deployed before it, and the command that deploys it. */
export function stackTable(stacks: readonly SynthesizedStack[]): string {
  return textTable(["stack", "resources", "needs", "deploy with"], stacks.map(row));
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
  // The prefix that they share says nothing new: `network, data`.
  const prefix = id.slice(0, id.lastIndexOf("-") + 1);
  return dependencies.map((dependency) => dependency.replace(prefix, "")).join(", ");
}

function command({ id }: SynthesizedStack): string {
  const environment = STATE.exec(id)?.[1];
  return environment ? `npm run state:bootstrap -- --environment ${environment}` : `npx cdktf deploy ${id}`;
}
