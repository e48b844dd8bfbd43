import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { type BuildOptions, buildSync } from "esbuild";
import { type ZipOptions, zipSync } from "fflate";
import { requirement } from "../shared/errors";
import { BundleStore } from "./bundle-store";

/** The repository's root: asset paths are resolved against it, never against the working folder. */
const REPOSITORY_ROOT = resolve(__dirname, "..", "..");

/** A Lambda deployment package on disk. */
export interface FunctionBundle {
  /** Absolute path of the zip file. */
  readonly path: string;
  /** SHA-256 of the zip in hexadecimal: names the folder of the asset. */
  readonly hash: string;
  /** SHA-256 of the zip in base64: Lambda's `source_code_hash`. */
  readonly sourceCodeHash: string;
  /** Size of the zip in bytes. Lambda takes at most 50 MB by direct upload. */
  readonly bytes: number;
}

/** How the code is compiled. */
const COMPILATION = {
  bundle: true,
  minify: true,
  platform: "node",
  target: "node22",
  format: "cjs",
  // ES modules where a package has them: what is not used is left out, a third of an AWS SDK client.
  mainFields: ["module", "main"],
  legalComments: "none",
} as const satisfies BuildOptions;

/** How it is packed: the first time that the format knows and rights of our own, so that the same code gives the same archive. */
const ARCHIVE = { level: 9, mtime: "1980-01-01T00:00:00", os: 3, attrs: 0o644 << 16 } as const satisfies ZipOptions;

const store = new BundleStore(REPOSITORY_ROOT, { COMPILATION, ARCHIVE });
const bundles = new Map<string, FunctionBundle>();

/**
 * Bundles one Lambda function's code with everything it imports into a zip of one file, `handler.js`, whose bytes
 * depend on nothing but the sources: not on the folder, the clock, the time zone or the machine. Compiles it once for as long
 * as the sources stay the same.
 *
 * @param entry the handler's source, relative to the repository's root, e.g. `lambdas/mysql-rotation/handler.ts`
 * @throws Error when the file does not exist or does not compile
 */
export function bundleFunction(entry: string): FunctionBundle {
  const known = bundles.get(entry);
  if (known) {
    return known;
  }
  if (!existsSync(join(REPOSITORY_ROOT, entry))) {
    throw new Error(requirement("entry", "name a source file of this repository", entry));
  }
  const kept = store.find(entry);
  const archive = kept ?? zipSync({ "handler.js": compile(entry) }, ARCHIVE);
  const digest = createHash("sha256").update(archive).digest();
  const bundle: FunctionBundle = {
    path: kept ? store.path(digest.toString("hex")) : store.keep(entry, archive),
    hash: digest.toString("hex"),
    sourceCodeHash: digest.toString("base64"),
    bytes: archive.byteLength,
  };
  bundles.set(entry, bundle);
  return bundle;
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
    throw new Error(requirement("entry", "compile to one file", entry));
  }
  return output.contents;
}

/**
 * The content of a file of this repository. Files are read here alone, so that nothing else can depend on what a machine
 * happens to have.
 */
export function readRepositoryFile(path: string): Buffer {
  const absolute = join(REPOSITORY_ROOT, path);
  if (!existsSync(absolute) || relative(REPOSITORY_ROOT, absolute).startsWith("..")) {
    throw new Error(requirement("path", "name a file of this repository", path));
  }
  return readFileSync(absolute);
}
