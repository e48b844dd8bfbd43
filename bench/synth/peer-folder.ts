import { copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runProgram } from "../../tools/shared/program";
import { REPOSITORY_ROOT } from "../../tools/shared/repository";
import { UsageError } from "../../tools/shared/usage-error";
import type { BenchContext } from "../bench";
import { BENCH_SCRATCH } from "../scratch";

/**
 * A scratch folder with the packages of a peer, `bench/peers/<name>`, at exactly the versions of its package.json. Installs them
 * if they are missing, or if the versions have changed.
 *
 * @throws UsageError with exit code 2 when npm cannot install them
 */
export async function peerFolder(name: string, { show }: BenchContext): Promise<string> {
  const folder = join(BENCH_SCRATCH, name);
  const source = join(REPOSITORY_ROOT, "bench", "peers", name);
  mkdirSync(folder, { recursive: true });
  if (!isInstalled(source, folder)) {
    copyFileSync(join(source, "package.json"), join(folder, "package.json"));
    // No peer needs install scripts. Without them, no downloaded code runs before the comparison.
    const args = [
      "install",
      "--no-fund",
      "--no-audit",
      "--ignore-scripts",
      "--fetch-retries=1",
      "--fetch-timeout=60000",
    ];
    // Not the level of `npm run --silent`, so that npm prints the reason of a failure.
    const installation = runProgram("npm", args, { cwd: folder, env: { npm_config_loglevel: "error" } });
    const { code, stderr } = await show(`Installing the packages of ${name}`, installation);
    if (code !== 0) {
      const reason = stderr.split("\n").find((line) => /npm (error|ERR!) (code|network|request)/.test(line));
      throw new UsageError(
        `npm must be able to install the packages of bench/peers/${name}, got exit code ${code} ` +
          `(${reason?.trim() ?? "no reason given"}); run again with network, or run only: npm run bench -- scale test bundle`,
      );
    }
  }
  copyFileSync(join(source, "tsconfig.json"), join(folder, "tsconfig.json"));
  return folder;
}

function isInstalled(source: string, folder: string): boolean {
  const installed = join(folder, "package.json");
  return (
    existsSync(join(folder, "node_modules", ".package-lock.json")) &&
    existsSync(installed) &&
    readFileSync(installed, "utf8") === readFileSync(join(source, "package.json"), "utf8")
  );
}
