import {
  accessSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";

/** The machine does not let a synthesis write its output. The message is one line, with what to do. */
export class OutputError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "OutputError";
  }
}

/** Files that a synthesis writes into a stack's folder. A format that the last synthesis did not write is removed. */
const STACK_FILES = ["cdk.tf.json", "cdk.tf", "metadata.json"];
/** A folder for temporary files of the synthesis. It is not part of the output. */
const TEMPORARY = ".temporary";
/** Milliseconds between two attempts to get the lock, and the number of attempts. */
const LOCK = { pause: 5, attempts: 2000 };

const REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: "free some space",
  EDQUOT: "free some space",
};

/**
 * The folder of the synthesized stacks, `cdktf.out`.
 *
 * CDKTF writes into a new folder on the same disk. Only a complete synthesis is moved into `cdktf.out`:
 *
 * - If there is no `cdktf.out`, the new folder is renamed. A program that ends at any time leaves nothing or everything.
 * - Otherwise each file is renamed over its predecessor, first assets, then stacks, last `manifest.json`. No file is ever incomplete.
 *   Invalid configuration, a full disk, missing permissions, Ctrl-C and SIGTERM leave the old files only, or the new ones only. A
 *   SIGKILL in the few milliseconds of the renames can leave stacks of both syntheses under the old manifest; the next synthesis
 *   replaces them.
 * - Two programs take turns at the renames, so that the files of the last one stay.
 *
 * All other files survive: `.terraform`, lock files, plans, and the folders of stacks that are not selected. So
 * `terraform -chdir=cdktf.out/stacks/<id>` continues to work. Only assets of a stack's previous synthesis are removed.
 */
export class OutputFolder {
  /** The name as the user knows it, for messages. */
  private readonly name: string;
  private readonly path: string;

  constructor(path: string) {
    this.name = path;
    this.path = resolve(path);
  }

  /**
   * Calls `synthesize` with an empty folder and moves what it wrote to the output folder. Leaves nothing behind when it fails.
   *
   * @throws OutputError when the output folder cannot be written
   */
  replace(synthesize: (folder: string) => void): void {
    const target = this.target();
    const staging = target.exists ? join(target.path, `.synthesis-${process.pid}`) : this.beside(process.pid);
    let created: string | undefined;
    try {
      this.removeLeftovers(target.path);
      created = makeFolder(staging);
      synthesize(staging);
      rmSync(join(staging, TEMPORARY), { recursive: true, force: true });
      withoutInterruption(() => publish(staging, target.path));
    } catch (error) {
      throw this.describe(error);
    } finally {
      // After a failure, this also removes the parent folders that were created.
      removeQuietly(existsSync(this.path) ? staging : (created ?? staging));
    }
  }

  /** Where the files go: the folder itself, or the folder to which a link leads. */
  private target(): { readonly path: string; readonly exists: boolean } {
    try {
      if (!lstatSync(this.path, { throwIfNoEntry: false })) {
        return { path: this.path, exists: false };
      }
      const stats = statSync(this.path, { throwIfNoEntry: false });
      if (!stats?.isDirectory()) {
        const kind = stats ? "a file" : "a link to a missing folder";
        throw new OutputError(`${this.name} must be a folder, got ${kind}; rename or remove it`);
      }
      return { path: realpathSync(this.path), exists: true };
    } catch (error) {
      throw this.describe(error);
    }
  }

  private beside(pid: number): string {
    return join(dirname(this.path), `.${basename(this.path)}-${pid}`);
  }

  /** Removes what killed programs left. Programs that still run keep their folders. */
  private removeLeftovers(target: string): void {
    const prefix = `.${basename(this.path)}-`;
    for (const [folder, start] of [
      [dirname(this.path), prefix],
      [target, ".synthesis-"],
    ] as const) {
      const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith(start)) : [];
      for (const name of names) {
        const pid = Number(name.slice(start.length));
        if (Number.isInteger(pid) && (pid === process.pid || !isRunning(pid))) {
          rmSync(join(folder, name), { recursive: true, force: true });
        }
      }
    }
  }

  /** The error in a form for users, if it comes from the file system. */
  private describe(error: unknown): unknown {
    const { code = "", syscall, path, message } = error as NodeJS.ErrnoException;
    const { dest } = error as { readonly dest?: string };
    if (!(error instanceof Error) || syscall === undefined) {
      return error;
    }
    const places = [path, dest].filter((place) => place !== undefined).map((place) => resolve(place));
    const own = [this.path, join(dirname(this.path), `.${basename(this.path)}-`)];
    // Folders above the output folder belong to it, too: they are created if they are missing.
    const isOwn = places.some((place) => own.some((start) => place.startsWith(start)) || this.path.startsWith(place));
    const place = places.length === 0 || isOwn ? this.name : relative("", places[0] ?? "");
    const remedy = REMEDIES[code] ?? "change its permissions, or set CDKTF_OUTDIR to another folder";
    // The rest of the message is the name of the system call and its paths.
    return new OutputError(`${place} must be writable, got ${message.split(", ")[0]}; ${remedy}`);
  }
}

/** Removes a temporary folder. If that fails, the next synthesis tries again. */
function removeQuietly(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // The cause of the failure is reported by the call that failed first.
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Moves a complete synthesis to its place. */
function publish(staging: string, target: string): void {
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

/**
 * Creates a folder and the missing folders above it, and returns the uppermost created one. `mkdirSync` with `recursive` does not
 * end in folders such as `/proc`.
 */
function makeFolder(path: string): string {
  const isMissing = !existsSync(dirname(path));
  const first = isMissing ? makeFolder(dirname(path)) : path;
  try {
    mkdirSync(path);
  } catch (error) {
    if (isMissing) {
      rmSync(first, { recursive: true, force: true });
    }
    throw error;
  }
  return first;
}

/** The files of a synthesis in the order of their renames: assets, stacks, manifest. */
function filesOf(folder: string): string[] {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  const rank = (path: string) => (path === "manifest.json" ? 2 : STACK_FILES.includes(basename(path)) ? 1 : 0);
  return paths.sort((one, other) => rank(one) - rank(other));
}

/** Removes assets that the previous synthesis of the same stacks wrote, and its files in another format. */
function removePrevious(target: string, files: ReadonlySet<string>): void {
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

/** Waits until no other running program has the lock, for at most ten seconds. Returns the function that ends the lock. */
function lock(path: string): () => void {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let attempt = 0; attempt < LOCK.attempts; attempt += 1) {
    try {
      writeFileSync(path, `${process.pid}\n`, { flag: "wx" });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") {
        throw error;
      }
      if (isAbandoned(path)) {
        rmSync(path, { force: true });
      } else {
        Atomics.wait(pause, 0, 0, LOCK.pause);
      }
    }
  }
  throw new OutputError(`${path} must not be locked for ten seconds, got a lock; remove the file`);
}

function isAbandoned(path: string): boolean {
  try {
    const pid = Number(readFileSync(path, "utf8"));
    return pid > 0 && !isRunning(pid);
  } catch {
    return false;
  }
}

/** Runs a function without a default action of Ctrl-C and SIGTERM. The function takes milliseconds, and then the program ends. */
function withoutInterruption(run: () => void): void {
  const ignore = () => undefined;
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) {
    process.on(signal, ignore);
  }
  try {
    run();
  } finally {
    for (const signal of signals) {
      process.off(signal, ignore);
    }
  }
}
