import {
  accessSync,
  constants,
  existsSync,
  lstatSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  unlinkSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { lock } from "./lock";
import { makeFolder } from "./make-folder";
import { OutputError } from "./output-error";
import { filesOf, removePrevious } from "./synthesized-files";

/** Moves a complete synthesis to its place. */
export function publish(staging: string, target: string): void {
  if (!existsSync(target)) {
    try {
      renameSync(staging, target);
      return;
    } catch (error) {
      // Another program created the folder in the meantime.
      if (!existsSync(target)) {
        throw error;
      }
    }
  }
  const unlock = lock(join(target, ".synthesis-lock"));
  try {
    const files = filesOf(staging);
    makePlaces(target, files);
    const same = new Set(files.filter((file) => isSame(join(staging, file), join(target, file))));
    for (const file of files.filter((path) => !same.has(path))) {
      renameSync(join(staging, file), join(target, file));
    }
    removePrevious(target, new Set(files));
    removeRest(staging, files, same);
  } finally {
    unlock();
  }
}

/** Removes the files that did not move, and the folders. `rmSync` takes five times as long, because it lists the folders first. */
function removeRest(staging: string, files: readonly string[], same: ReadonlySet<string>): void {
  for (const file of same) {
    unlinkSync(join(staging, file));
  }
  const folders = [...new Set(files.flatMap((file) => foldersOf(dirname(file))))];
  // The path of a folder is longer than the paths of those above it.
  for (const folder of folders.sort((one, other) => other.length - one.length)) {
    rmdirSync(join(staging, folder));
  }
}

/** Whether a file has its new content already. Some file systems write a file to the disk at once when it replaces another. */
function isSame(path: string, previous: string): boolean {
  const [one, other] = [lstatSync(path), lstatSync(previous, { throwIfNoEntry: false })];
  return other?.isFile() === true && one.size === other.size && readFileSync(path).equals(readFileSync(previous));
}

/** Creates the folders of all files, and checks that each file can be renamed to its place, before the first file is renamed. */
function makePlaces(target: string, files: readonly string[]): void {
  const created: string[] = [];
  try {
    for (const folder of new Set(files.flatMap((file) => foldersOf(dirname(file))))) {
      const stats = statSync(join(target, folder), { throwIfNoEntry: false });
      if (stats === undefined) {
        created.push(makeFolder(join(target, folder)));
      } else {
        ensureKind(stats.isDirectory(), join(basename(target), folder), "a folder", "a file");
        accessSync(join(target, folder), constants.W_OK | constants.X_OK);
      }
    }
    for (const file of files) {
      const stats = lstatSync(join(target, file), { throwIfNoEntry: false });
      ensureKind(!stats?.isDirectory(), join(basename(target), file), "a file", "a folder");
    }
  } catch (error) {
    for (const folder of created) {
      rmSync(folder, { recursive: true, force: true });
    }
    throw error;
  }
}

/** A folder and all folders above it, from the uppermost one on. */
function foldersOf(path: string): string[] {
  return path === "." ? [path] : [...foldersOf(dirname(path)), path];
}

function ensureKind(met: boolean, path: string, kind: string, got: string): void {
  if (!met) {
    throw new OutputError(`${path} must be ${kind}, got ${got}; rename or remove it`);
  }
}
