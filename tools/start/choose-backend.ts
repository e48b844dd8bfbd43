import type { SynthesizedStack } from "../shared/synthesize";

/** The stack of the table, which every active-active backend has. */
const SUFFIX = "-active-active-table";

/** Whether the environment has an active-active backend. */
export function backendIn(stacks: readonly SynthesizedStack[], environment: string): boolean {
  return stacks.some(({ id }) => id === `${environment}${SUFFIX}`);
}

/** Why no backend runs, and what the user can do. */
export function noBackend(stacks: readonly SynthesizedStack[], environment: string): string {
  const [other] = stacks.filter(({ id }) => id.endsWith(SUFFIX)).map(({ id }) => id.slice(0, -SUFFIX.length));
  const reason = `No backend runs on this machine, because config/${environment}.ts has no activeActive section.`;
  return other === undefined
    ? reason
    : `${reason}\nRun the backend of another environment:\n  npm start -- --environment ${other}`;
}
