import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { buildSync } from "esbuild";
import { zipSync } from "fflate";
import { requirement } from "./errors";

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

/** Zip entries carry this time (the first that the format knows), so that the same code gives the same archive. */
const ZIP_EPOCH = "1980-01-01T00:00:00";

const bundles = new Map<string, FunctionBundle>();

/**
 * Bundles one Lambda function's code with everything it imports into a zip of one file, `handler.js`, whose bytes
 * depend on nothing but the sources: not on the folder, the clock, the time zone or the machine.
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
  const zip = zipSync({ "handler.js": compile(entry) }, { level: 9, mtime: ZIP_EPOCH, os: 3, attrs: 0o644 << 16 });
  const digest = createHash("sha256").update(zip).digest();
  const bundle: FunctionBundle = {
    path: store(zip, digest.toString("hex")),
    hash: digest.toString("hex"),
    sourceCodeHash: digest.toString("base64"),
    bytes: zip.byteLength,
  };
  bundles.set(entry, bundle);
  return bundle;
}

function compile(entry: string): Uint8Array {
  const { outputFiles } = buildSync({
    absWorkingDir: REPOSITORY_ROOT,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    platform: "node",
    target: "node22",
    format: "cjs",
    legalComments: "none",
    write: false,
    logLevel: "silent",
  });
  const [output] = outputFiles;
  if (!output) {
    throw new Error(requirement("entry", "compile to one file", entry));
  }
  return output.contents;
}

/** Keeps the archive under its hash. Written aside and renamed, so that a process beside this one never reads half. */
function store(zip: Uint8Array, hash: string): string {
  const folder = join(REPOSITORY_ROOT, ".build", "functions", hash);
  const path = join(folder, "bundle.zip");
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true });
    const aside = `${path}.${process.pid}`;
    writeFileSync(aside, zip);
    renameSync(aside, path);
  }
  return path;
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
