import { readdirSync } from "node:fs";
import { resolve } from "node:path";

/** The test files that deploy an architecture of one of the environments, as `<architecture>-<environment>`, sorted. */
export function suiteFiles(environments: readonly string[]): string[] {
  return readdirSync(resolve(__dirname, ".."))
    .flatMap((file) => /^(.+)\.test\.ts$/.exec(file)?.[1] ?? [])
    .filter((name) => environments.some((environment) => name.endsWith(`-${environment}`)))
    .sort();
}
