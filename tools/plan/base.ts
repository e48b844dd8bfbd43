import { cpSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { runProgram } from "../shared/program";
import { synthesize } from "../shared/synthesize";
import { UsageError } from "../shared/usage-error";
import { checkOutputFolder } from "./output-folder";

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
 * app has no stacks. The output folder has either its earlier or its new content.
 *
 * @throws UsageError when the commit does not exist or its synthesis fails
 */
export async function synthesizeBase({ root, ref, out }: BaseProps): Promise<void> {
  checkOutputFolder(out, "manifest.json", "synthesized stacks");
  await findCommit(root, ref);
  const tree = join(root, ".build", "base");
  const aside = `${out}.${process.pid}.new`;
  await clear(root, tree);
  try {
    await run("git", ["worktree", "add", "--quiet", "--detach", tree, ref], root);
    mkdirSync(dirname(out), { recursive: true });
    if (existsSync(join(tree, "main.ts"))) {
      await run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], tree);
      await synthesize(tree);
      cpSync(join(tree, "cdktf.out"), aside, { recursive: true });
    } else {
      mkdirSync(aside);
      writeFileSync(join(aside, "manifest.json"), NOTHING);
    }
    rmSync(out, { recursive: true, force: true });
    renameSync(aside, out);
  } finally {
    rmSync(aside, { recursive: true, force: true });
    await clear(root, tree);
  }
}

async function findCommit(root: string, ref: string): Promise<void> {
  const git = (...args: string[]) => runProgram("git", args, { cwd: root });
  const inside = await git("rev-parse", "--is-shallow-repository");
  if (inside.code !== 0) {
    throw new UsageError(`${root} must be a git repository, got ${lastLine(inside.stderr)}; clone it with git`);
  }
  // --end-of-options: a name that starts with a dash is not an option.
  const found = await git("rev-parse", "--quiet", "--verify", "--end-of-options", `${ref}^{commit}`);
  if (found.code !== 0) {
    const advice =
      inside.stdout.trim() === "true"
        ? "this clone has only the latest commits; fetch the others with: git fetch --unshallow"
        : "fetch it, or correct the name";
    throw new UsageError(`--ref must name a commit that git knows, got ${JSON.stringify(ref)}; ${advice}`);
  }
}

/** Removes the working tree, also one of an interrupted run. */
async function clear(root: string, tree: string): Promise<void> {
  rmSync(tree, { recursive: true, force: true });
  await run("git", ["worktree", "prune"], root, { cleansUp: true });
}

async function run(
  program: string,
  args: readonly string[],
  cwd: string,
  options: { readonly cleansUp?: true } = {},
): Promise<void> {
  const { code, stdout, stderr } = await runProgram(program, args, { cwd, ...options });
  if (code !== 0) {
    throw new UsageError(`${program} ${args[0]} ended with exit code ${code}: ${lastLine(stderr.trim() || stdout)}`);
  }
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) || "no reason";
}
