import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import cdktfSettings from "../../cdktf.json";
import { type RunResult, runProgram } from "../../tools/shared/program";
import { REPOSITORY_ROOT } from "../../tools/shared/repository";
import { PATIENCE_MS } from "./eventually";

/** Files and folders that a clone does not have or that a synthesis does not need. */
const LEFT_BEHIND = [".build", ".git", "bench", "cdktf.out", "coverage", "docs", "node_modules", "test"];

const made: string[] = [];

afterAll(() => {
  for (const folder of made) {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** A copy of the sources in a folder of its own, with the packages of this repository. It is removed after the test file. */
export class ScratchCopy {
  readonly root: string;

  /**
   * @param below folders between the system's temporary folder and the copy, for a copy at another depth
   * @param brought files and folders in addition to the sources, e.g. existing bundles in `.build/functions`
   */
  constructor(below = "", ...brought: readonly string[]) {
    const base = mkdtempSync(join(tmpdir(), "scratch-"));
    made.push(base);
    this.root = resolve(base, below);
    mkdirSync(this.root, { recursive: true });
    for (const entry of readdirSync(REPOSITORY_ROOT).filter((name) => !LEFT_BEHIND.includes(name))) {
      cpSync(join(REPOSITORY_ROOT, entry), join(this.root, entry), { recursive: true });
    }
    for (const path of brought.filter((name) => existsSync(join(REPOSITORY_ROOT, name)))) {
      cpSync(join(REPOSITORY_ROOT, path), join(this.root, path), { recursive: true });
    }
    symlinkSync(join(REPOSITORY_ROOT, "node_modules"), join(this.root, "node_modules"));
  }

  /** Synthesizes the copy with the command of its `cdktf.json`. */
  synthesize(
    selectors: readonly string[] = [],
    env: Readonly<Record<string, string | undefined>> = {},
  ): Promise<RunResult> {
    const [, ...args] = cdktfSettings.app.split(" ");
    return this.node([...args, ...selectors], env);
  }

  /** Runs Node in the copy. */
  node(args: readonly string[], env: Readonly<Record<string, string | undefined>> = {}): Promise<RunResult> {
    return runProgram(process.execPath, args, { cwd: this.root, env, timeoutSeconds: PATIENCE_MS / 1000 });
  }

  /** Runs a TypeScript file of the copy, or a program with `-e`, like `npx tsx`. */
  run(args: readonly string[], env: Readonly<Record<string, string | undefined>> = {}): Promise<RunResult> {
    return this.node(["--import", "tsx", ...args], env);
  }
}
