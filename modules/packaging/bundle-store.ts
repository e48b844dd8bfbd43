import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The list of installed packages with the integrity of each. npm writes it with every installation. */
const INSTALLED = "node_modules/.package-lock.json";

/**
 * Archives of functions in `.build/functions`, each in a folder whose name is the archive's SHA-256. Notes in the same folder
 * record which sources gave which archive. Unchanged sources are not compiled again, which saves most of the time of a
 * synthesis.
 */
export class BundleStore {
  private readonly root: string;
  private readonly recipe: unknown;
  private readonly folder: string;
  private sources: string | undefined;
  /** Folder for archives if the repository is not writable. @default such an archive is an error */
  fallback: string | undefined;

  /**
   * @param root root of the repository
   * @param recipe options of compiler and archiver. Archives of another recipe are not found
   */
  constructor(root: string, recipe: unknown) {
    this.root = root;
    this.recipe = recipe;
    this.folder = join(root, ".build", "functions");
  }

  /** Path of an archive, by its SHA-256 in hexadecimal. */
  path(hash: string): string {
    return join(this.folder, hash, "bundle.zip");
  }

  /** The archive of `entry`, with its further files, for the present sources. Undefined if there is none, or if its bytes do not match its SHA-256. */
  find(entry: string): Buffer | undefined {
    const note = this.note(entry);
    if (!note || !existsSync(note)) {
      return undefined;
    }
    const hash = readFileSync(note, "utf8");
    const archive = existsSync(this.path(hash)) ? readFileSync(this.path(hash)) : undefined;
    return archive && sha256(archive) === hash ? archive : undefined;
  }

  /** Stores an archive of `entry` with a note about its sources. Returns the archive's path. */
  keep(entry: string, archive: Uint8Array): string {
    const hash = sha256(archive);
    try {
      writeAside(this.path(hash), archive);
    } catch (error) {
      if (this.fallback === undefined) {
        throw error;
      }
      const path = join(this.fallback, hash, "bundle.zip");
      writeAside(path, archive);
      return path;
    }
    const note = this.note(entry);
    // If the sources changed during the compilation, it is unknown which of them the archive contains.
    if (note && this.sources === this.sourcesNow()) {
      writeAside(note, hash);
    }
    return this.path(hash);
  }

  /**
   * Path of the note about `entry`. Its name is a hash of everything that an archive depends on: the recipe, every file below
   * `lambdas/`, TypeScript's settings and the installed packages. Undefined if npm has not written the list of packages.
   */
  private note(entry: string): string | undefined {
    if (!existsSync(join(this.root, INSTALLED))) {
      return undefined;
    }
    this.sources ??= this.sourcesNow();
    return join(this.folder, "made-of", sha256(`${this.sources} ${entry}`));
  }

  private sourcesNow(): string {
    const paths = ["package.json", "tsconfig.json", INSTALLED, ...this.filesBelow("lambdas")];
    const hashes = paths.map((path) => [path, sha256(readFileSync(join(this.root, path)))]);
    return sha256(JSON.stringify([this.recipe, ...hashes]));
  }

  private filesBelow(folder: string): string[] {
    return readdirSync(join(this.root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(this.root.length + 1))
      .sort();
  }
}

function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** Writes a temporary file and renames it, so that another process never reads an incomplete file. */
function writeAside(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.${process.pid}`, content);
  renameSync(`${path}.${process.pid}`, path);
}
