import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** What npm has installed, package by package with its integrity; npm writes it with every installation. */
const INSTALLED = "node_modules/.package-lock.json";

/**
 * Archives of functions under `.build/functions`, each in a folder named by its own SHA-256. Beside them stands which archive
 * came of which sources, so that sources which have not changed are not compiled again: that is most of a synth's time.
 */
export class BundleStore {
  private readonly root: string;
  private readonly recipe: unknown;
  private readonly folder: string;
  private sources: string | undefined;

  /**
   * @param root of the repository
   * @param recipe how archives are made: another recipe never meets the archives of this one
   */
  constructor(root: string, recipe: unknown) {
    this.root = root;
    this.recipe = recipe;
    this.folder = join(root, ".build", "functions");
  }

  /** Path of an archive. */
  path(hash: string): string {
    return join(this.folder, hash, "bundle.zip");
  }

  /** The archive made of `entry` as its sources are now; undefined where there is none, or not whole. */
  find(entry: string): Buffer | undefined {
    const note = this.note(entry);
    if (!note || !existsSync(note)) {
      return undefined;
    }
    const hash = readFileSync(note, "utf8");
    const archive = existsSync(this.path(hash)) ? readFileSync(this.path(hash)) : undefined;
    return archive && sha256(archive) === hash ? archive : undefined;
  }

  /** Keeps an archive, and that it was made of `entry` as its sources were when it was looked for. Gives its path. */
  keep(entry: string, archive: Uint8Array): string {
    const hash = sha256(archive);
    writeAside(this.path(hash), archive);
    const note = this.note(entry);
    // Sources that changed while they were compiled: which of them are in the archive, nobody knows.
    if (note && this.sources === this.sourcesNow()) {
      writeAside(note, hash);
    }
    return this.path(hash);
  }

  /**
   * Named by everything that an archive can depend on: the recipe, every file below `lambdas/`, TypeScript's settings and the
   * installed packages. Undefined where npm has not noted what it installed: then nothing is taken for known.
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

/** Written aside and renamed, so that a process beside this one never reads half. */
function writeAside(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.${process.pid}`, content);
  renameSync(`${path}.${process.pid}`, path);
}
