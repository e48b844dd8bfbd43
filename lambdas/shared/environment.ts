/**
 * A variable of the function's environment, which the stack sets.
 *
 * @throws Error when it is missing or empty
 */
export function required(name: string, environment: NodeJS.ProcessEnv = process.env): string {
  const value = environment[name];
  if (!value) {
    throw new Error(`${name} must be set in the function's environment, got nothing`);
  }
  return value;
}
