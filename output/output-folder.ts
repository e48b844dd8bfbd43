import { existsSync, lstatSync, readdirSync, realpathSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { isRunning } from "./lock";
import { makeFolder } from "./make-folder";
import { OutputError } from "./output-error";
import { publish } from "./publish";

/** A folder for temporary files of the synthesis. It is not part of the output. */
const TEMPORARY = ".temporary";

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
