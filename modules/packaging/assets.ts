import { createHash } from "node:crypto";
import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { type BuildOptions, buildSync } from "esbuild";
import { type ZipOptions, zipSync } from "fflate";
import { RequirementError } from "../shared/errors";
import { BundleStore } from "./bundle-store";

/** The repository's root. Paths of assets are relative to it, not to the working folder. */
const REPOSITORY_ROOT = resolve(__dirname, "..", "..");

/** A Lambda deployment package on disk. */
export interface FunctionBundle {
  /** Absolute path of the zip file. */
  readonly path: string;
  /** SHA-256 of the zip in hexadecimal, which is also the name of its folder. */
  readonly hash: string;
  /** SHA-256 of the zip in base64: Lambda's `source_code_hash`. */
  readonly sourceCodeHash: string;
  /** Size of the zip in bytes. Lambda accepts at most 50 MB in a direct upload. */
  readonly bytes: number;
}

/** esbuild's options. */
const COMPILATION = {
  bundle: true,
  minify: true,
  platform: "node",
  target: "node22",
  format: "cjs",
  // esbuild leaves out unused code of ES modules only. This saves a third of an AWS SDK client.
  mainFields: ["module", "main"],
  legalComments: "none",
} as const satisfies BuildOptions;

/** fflate's options: fixed file times and permissions, so that the same code gives the same archive. */
const ARCHIVE = { level: 9, mtime: "1980-01-01T00:00:00", os: 3, attrs: 0o644 << 16 } as const satisfies ZipOptions;

const store = new BundleStore(REPOSITORY_ROOT, { COMPILATION, ARCHIVE });
const bundles = new Map<string, FunctionBundle>();

/** Names a folder for the archives that cannot be stored in `.build/functions`, e.g. in a read-only checkout. */
export function useForBundles(folder: string): void {
  store.fallback = folder;
}

/** Text of further files in an archive, by path beside `handler.js`, e.g. `migrations/app/0001-create-notes.sql`. */
export type BundledFiles = Readonly<Record<string, string>>;

/**
 * Bundles the code of one Lambda function, with everything that it imports, into a zip with one file, `handler.js`, and the given
 * files. The bytes depend on the sources only, not on the folder, the clock, the time zone or the machine. A later call compiles the
 * code again only if the sources or the files have changed.
 *
 * @param entry the handler's source, relative to the repository's root, e.g. `lambdas/mysql-rotation/handler.ts`
 * @param files further files of the archive, in any order. @default none
 * @throws Error when the file does not exist or does not compile
 */
export function bundleFunction(entry: string, files: BundledFiles = {}): FunctionBundle {
  const sorted = Object.entries(files).sort(([one], [other]) => (one < other ? -1 : 1));
  const key = sorted.length === 0 ? entry : `${entry} ${JSON.stringify(sorted)}`;
  const known = bundles.get(key);
  if (known) {
    return known;
  }
  if (!existsSync(join(REPOSITORY_ROOT, entry))) {
    throw new RequirementError("entry", "name a source file of this repository", entry);
  }
  const kept = store.find(key);
  const archive = kept ?? archived(entry, sorted);
  const digest = createHash("sha256").update(archive).digest();
  const bundle: FunctionBundle = {
    path: kept ? store.path(digest.toString("hex")) : store.keep(key, archive),
    hash: digest.toString("hex"),
    sourceCodeHash: digest.toString("base64"),
    bytes: archive.byteLength,
  };
  bundles.set(key, bundle);
  return bundle;
}

/** The zip has its files in the order of the object's keys. */
function archived(entry: string, files: readonly (readonly [path: string, text: string])[]): Uint8Array {
  const contents = files.map(([path, text]) => [path, new TextEncoder().encode(text)] as const);
  return zipSync({ "handler.js": compile(entry), ...Object.fromEntries(contents) }, ARCHIVE);
}

function compile(entry: string): Uint8Array {
  const { outputFiles } = buildSync({
    ...COMPILATION,
    mainFields: [...COMPILATION.mainFields],
    absWorkingDir: REPOSITORY_ROOT,
    entryPoints: [entry],
    write: false,
    logLevel: "silent",
  });
  const [output] = outputFiles;
  if (!output) {
    throw new RequirementError("entry", "compile to one file", entry);
  }
  return output.contents;
}

/**
 * The content of a file of this repository. No other functions of modules/ and stacks/ than this one and
 * {@link repositoryFilesBelow} read files, so that a synthesis depends on the repository only.
 *
 * @throws Error when the repository has no such file
 */
export function readRepositoryFile(path: string): Buffer {
  const absolute = join(REPOSITORY_ROOT, path);
  if (!existsSync(absolute) || !isInRepository(absolute)) {
    throw new RequirementError("path", "name a file of this repository", path);
  }
  return readFileSync(absolute);
}

/**
 * Every file below a folder of this repository, at any depth, without hidden files: path relative to the folder, with `/` on every
 * system, in the same order on every machine. Links are refused, because they may lead out of the repository.
 *
 * @param what the field that names the folder, for the error
 * @throws Error when the repository has no such folder, or when it contains a link, a pipe or a device
 */
export function repositoryFilesBelow(folder: string, what: string): readonly string[] {
  const absolute = join(REPOSITORY_ROOT, folder);
  if (!isInRepository(absolute) || !lstatSync(absolute, { throwIfNoEntry: false })?.isDirectory()) {
    throw new RequirementError(what, "name a folder of this repository", folder);
  }
  const entries = readdirSync(absolute, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => ({
      path: relative(absolute, join(entry.parentPath, entry.name)).split(sep).join("/"),
      isFile: entry.isFile(),
    }))
    .filter(({ path }) => !path.split("/").some((name) => name.startsWith(".")));
  const other = entries.find(({ isFile }) => !isFile);
  if (other) {
    throw new RequirementError(what, "contain only regular files", `${folder}/${other.path}`, "replace it with a file");
  }
  return entries.map(({ path }) => path).sort();
}

function isInRepository(absolute: string): boolean {
  return !relative(REPOSITORY_ROOT, absolute).startsWith("..");
}
