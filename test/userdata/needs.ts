import { spawnSync } from "node:child_process";

/**
 * `it` where every tool is on the machine. Elsewhere a skipped test whose name says why; in CI, where everything is
 * expected to be installed, a failing one.
 */
export function itNeeding(tools: readonly string[], name: string, test: () => unknown, timeout?: number): void {
  const missing = tools.filter((tool) => !present(tool));
  if (missing.length === 0) {
    it(name, async () => void (await test()), timeout);
  } else if (process.env.CI === "true") {
    it(name, () => {
      throw new Error(`not on this machine: ${missing.join(", ")}`);
    });
  } else {
    it.skip(`${name} (skipped: ${missing.join(", ")} not on this machine)`, () => undefined);
  }
}

const known = new Map<string, boolean>();

function present(tool: string): boolean {
  const found = known.get(tool) ?? spawnSync("bash", ["-c", 'command -v "$1"', "bash", tool]).status === 0;
  known.set(tool, found);
  return found;
}
