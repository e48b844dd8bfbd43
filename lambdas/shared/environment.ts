/** A variable that the stack sets. Missing, the function fails as it starts, where a deployment sees it. */
export function required(name: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} must be set in the function's environment, got nothing`);
  }
  return value;
}
