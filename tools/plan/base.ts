import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runProgram } from "../shared/program";
import { synthesize } from "../shared/synthesize";
import { UsageError } from "../shared/usage-error";

export interface BaseProps {
  /** Folder of the repository. */
  readonly root: string;
  /** The commit: a hash, branch, tag or other revision of git. */
  readonly ref: string;
  /** Folder for the synthesized stacks: new, empty, or with synthesized stacks. */
  readonly out: string;
}

/** Manifest of an app without stacks. */
const NOTHING = JSON.stringify({ version: "0.21.0", stacks: {} });

/**
 * Synthesizes the stacks of another commit in a separate working tree, with the dependencies of that commit. A commit without an
 * app has no stacks.
 *
 * @throws UsageError when the commit does not exist or its synthesis fails
 */
export async function synthesizeBase({ root, ref, out }: BaseProps): Promise<void> {
  if (existsSync(out) && readdirSync(out).length > 0 && !existsSync(join(out, "manifest.json"))) {
    throw new UsageError(`--out must name a new folder, an empty one or one with synthesized stacks, got "${out}"`);
  }
  if ((await runProgram("git", ["rev-parse", "--quiet", "--verify", `${ref}^{commit}`], { cwd: root })).code !== 0) {
    throw new UsageError(`--ref must name a commit that git knows, got "${ref}"; fetch it, or correct the name`);
  }
  const tree = join(root, ".build", "base");
  await clear(root, tree);
  await run("git", ["worktree", "add", "--quiet", "--detach", tree, ref], root);
  try {
    rmSync(out, { recursive: true, force: true });
    mkdirSync(out, { recursive: true });
    if (existsSync(join(tree, "main.ts"))) {
      await run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], tree);
      await synthesize(tree);
      cpSync(join(tree, "cdktf.out"), out, { recursive: true });
    } else {
      writeFileSync(join(out, "manifest.json"), NOTHING);
    }
  } finally {
    await clear(root, tree);
  }
}

/** Removes the working tree, also one of an interrupted run. */
async function clear(root: string, tree: string): Promise<void> {
  rmSync(tree, { recursive: true, force: true });
  await run("git", ["worktree", "prune"], root);
}

async function run(program: string, args: readonly string[], cwd: string): Promise<void> {
  const { code, stdout, stderr } = await runProgram(program, args, { cwd });
  if (code !== 0) {
    const said = (stderr.trim() || stdout.trim()).split("\n").at(-1);
    throw new UsageError(`${program} ${args[0]} ended with exit code ${code}: ${said}`);
  }
}
