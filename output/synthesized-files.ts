import { existsSync, readdirSync, rmSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";

/** Files that a synthesis writes into a stack's folder. A format that the last synthesis did not write is removed. */
const STACK_FILES = ["cdk.tf.json", "cdk.tf", "metadata.json"];

/** The files of a synthesis in the order of their renames: assets, stacks, manifest. */
export function filesOf(folder: string): string[] {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  const rank = (path: string) => (path === "manifest.json" ? 2 : STACK_FILES.includes(basename(path)) ? 1 : 0);
  return paths.sort((one, other) => rank(one) - rank(other));
}

/** Removes assets that the previous synthesis of the same stacks wrote, and its files in another format. */
export function removePrevious(target: string, files: ReadonlySet<string>): void {
  const folders = new Set([...files].map(dirname));
  for (const file of files) {
    // stacks/<id>/assets/<name>/<hash>/<file>
    const versions = dirname(dirname(file));
    if (basename(dirname(versions)) === "assets") {
      for (const name of readdirSync(join(target, versions)).filter((hash) => !folders.has(join(versions, hash)))) {
        rmSync(join(target, versions, name), { recursive: true, force: true });
      }
    }
    if (STACK_FILES.includes(basename(file))) {
      for (const other of STACK_FILES.map((name) => join(dirname(file), name)).filter((path) => !files.has(path))) {
        if (existsSync(join(target, other))) {
          rmSync(join(target, other));
        }
      }
    }
  }
}
