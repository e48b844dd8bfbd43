import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { REPOSITORY_ROOT } from "../tools/shared/repository";

/** Folders and files of a copy that are created there. */
const KEPT = ["node_modules", ".build", "package.json", "package-lock.json", "tsconfig.json"];

/** A synthesis reads all files in git except these. */
const LEFT_OUT = /^(\.|bench\/|docs\/|test\/|package|tsconfig|jest|knip|biome)/;

/** Paths of the repository's sources that a synthesis can read, including uncommitted changes. */
export function synthesisSources(): string[] {
  const listed = execFileSync(
    "git",
    ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"],
    {
      cwd: REPOSITORY_ROOT,
      encoding: "utf8",
    },
  );
  const deleted = execFileSync("git", ["ls-files", "-z", "--deleted"], { cwd: REPOSITORY_ROOT, encoding: "utf8" });
  const missing = new Set(deleted.split("\0"));
  return listed.split("\0").filter((path) => path !== "" && !missing.has(path) && !LEFT_OUT.test(path));
}

/**
 * Copies the sources to a scratch folder and replaces earlier ones. Does not remove installed or built files.
 *
 * @param change returns the text of a TypeScript file for the copy
 */
export function copySources(folder: string, change?: (text: string) => string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder).filter((entry) => !KEPT.includes(entry))) {
    rmSync(join(folder, name), { recursive: true });
  }
  for (const path of synthesisSources()) {
    const [from, to] = [join(REPOSITORY_ROOT, path), join(folder, path)];
    mkdirSync(dirname(to), { recursive: true });
    if (change && path.endsWith(".ts")) {
      writeFileSync(to, change(readFileSync(from, "utf8")));
    } else {
      copyFileSync(from, to);
    }
  }
}
