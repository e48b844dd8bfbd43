import { spawnSync } from "node:child_process";

/**
 * `it` for a test that needs programs, by their names, or root permissions: `root`. If the machine lacks one of them, the test
 * is skipped with the reason in its name. In CI it fails instead.
 */
export function itNeeding(needs: readonly string[], name: string, test: () => unknown): void {
  const missing = needs.filter((need) => !present(need));
  if (missing.length === 0) {
    it(name, async () => void (await test()));
  } else if (process.env.CI === "true") {
    it(name, () => {
      throw new Error(`not on this machine: ${missing.join(", ")}`);
    });
  } else {
    it.skip(`${name} (skipped: ${missing.join(", ")} not on this machine)`, () => undefined);
  }
}

const known = new Map<string, boolean>();

export function present(need: string): boolean {
  const find = () =>
    need === "root"
      ? process.getuid?.() === 0
      : spawnSync("bash", ["-c", 'command -v "$1"', "bash", need]).status === 0;
  const found = known.get(need) ?? find();
  known.set(need, found);
  return found;
}
