/**
 * `node run-typescript.js main.ts [argument...]` runs a TypeScript program whose imports are CommonJS.
 *
 * tsx also parses every JavaScript file of node_modules and reads its source map, which takes a quarter of a synthesis. This hook
 * compiles `.ts` files only. It caches the compiled files in `.build/compiled` by a hash of their content, which saves one eighth
 * of the CPU time of a synthesis. Without write access to that folder, it compiles without the cache.
 *
 * Before anything else, the hook checks what the machine must have: Node's version and the packages. So this file uses only the
 * syntax and the functions of Node 12 in front of that check, e.g. no `?.` and no `node:` in imports.
 */
const [NEEDED] = /\d+\.\d+/.exec(require("./package.json").engines.node);

/** Ends the program because of the machine, with one line and exit code 2. */
function refuseMachine(problem) {
  process.stderr.write(`${problem}\n`);
  process.exit(2);
}

const [major, minor] = process.versions.node.split(".").map(Number);
const [neededMajor, neededMinor] = NEEDED.split(".").map(Number);
if (major < neededMajor || (major === neededMajor && minor < neededMinor)) {
  refuseMachine(`Node must be version ${NEEDED} or later, got ${process.versions.node}; install a newer Node`);
}

/** Name of the package whose absence is the cause of an error, or undefined. */
function missingPackage({ code, message, requireStack }) {
  // esbuild and SWC install their binary as an optional package of the platform.
  const [, name] = /^(?:Cannot find (?:module|package)|The package) ['"]([^'"]+)['"]/.exec(message) || [];
  const isPackage = name !== undefined && !/^[./]/.test(name);
  const [importer = name] = requireStack || [];
  const isKnown = /MODULE_NOT_FOUND$/.test(code) || /^The package/.test(message);
  const isMissing = isKnown && (isPackage || /[\\/]node_modules[\\/]/.test(importer));
  return isMissing ? /^(@[^/]+\/)?[^/]+/.exec(name.replace(/^.*[\\/]node_modules[\\/]/, ""))[0] : undefined;
}

/** The line for a source file that esbuild refused, or undefined. */
function syntaxProblem({ errors }) {
  const [{ location, text } = {}] = Array.isArray(errors) ? errors : [];
  return location ? `${location.file}:${location.line}:${location.column + 1} must compile: ${text}` : undefined;
}

process.on("uncaughtException", (error) => {
  const { code, syscall, path, message, requireStack } = error instanceof Error ? error : {};
  if (syscall === "write" && path === undefined) {
    if (code === "EPIPE") {
      // The program that reads the output has ended, e.g. `head`.
      process.exit(process.exitCode);
    }
    refuseMachine(`the output must be writable, got ${message}; choose another place for it`);
  }
  const missing = missingPackage({ code, message, requireStack });
  if (missing !== undefined) {
    refuseMachine(`node_modules must hold every package of package-lock.json, got no "${missing}"; run npm ci`);
  }
  const problem = syntaxProblem(error instanceof Error ? error : {});
  if (problem !== undefined) {
    process.stderr.write(`${problem}\n`);
    process.exit(1);
  }
  // A bug of this project. Its developers need the stack trace.
  process.stderr.write(`${require("node:util").inspect(error)}\n`);
  process.exit(1);
});

const { createHash } = require("node:crypto");
const { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { join, relative, resolve } = require("node:path");
const { version } = require("esbuild/package.json");

const FOLDER = join(__dirname, ".build", "compiled");
const OPTIONS = { loader: "ts", format: "cjs", target: "node20.19", sourcemap: "inline", sourcesContent: false };
/** Number of files in the cache above which a program that adds a file removes the oldest half. A synthesis has about 200. */
const LARGEST_CACHE = 2000;

/** The compiled file of each loaded source file: its path in the cache, or its code if the cache is not writable. */
const compiled = new Map();

function compile(file) {
  const source = readFileSync(file, "utf8");
  const name = createHash("sha256")
    .update(JSON.stringify([version, OPTIONS, source]))
    .digest("hex");
  const path = join(FOLDER, `${name}.js`);
  compiled.set(file, { path });
  try {
    return readFileSync(path, "utf8");
  } catch {
    const { code } = require("esbuild").transformSync(source, { ...OPTIONS, sourcefile: relative(__dirname, file) });
    if (!keep(path, code)) {
      compiled.set(file, { code });
    }
    return code;
  }
}

/** Whether this program added a file to the cache. */
let isFuller = false;
process.on("exit", () => isFuller && prune());

/** Whether the code is in the cache now. It is not if the checkout is read-only or the disk is full. */
function keep(path, code) {
  // Written under another name and renamed, so that a concurrent process never reads an incomplete file.
  const aside = `${path}.${process.pid}`;
  try {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(aside, code);
    renameSync(aside, path);
  } catch {
    return false;
  }
  isFuller = true;
  return true;
}

/** Removes the older half of a large cache. Only a program that added a file pays for it, at its end. */
function prune() {
  try {
    const files = readdirSync(FOLDER).map((name) => join(FOLDER, name));
    if (files.length > LARGEST_CACHE) {
      const used = new Set([...compiled.values()].map(({ path }) => path));
      const dated = files.filter((path) => !used.has(path)).map((path) => [statSync(path).mtimeMs, path]);
      dated.sort(([one], [other]) => one - other);
      for (const [, path] of dated.slice(0, files.length - LARGEST_CACHE / 2)) {
        rmSync(path, { force: true });
      }
    }
  } catch {
    // Another process removes files at the same time. The next program that adds a file tries again.
  }
}

/** The compiled code of a source file. Undefined for a file that this hook did not compile. */
function codeOf(file) {
  const { path, code } = compiled.get(file) || {};
  return path === undefined ? code : readFileSync(path, "utf8");
}

/** One line of a stack trace, with the position in the TypeScript source. */
function describe(frame) {
  const [, data] = /\/\/# sourceMappingURL=[^,]+,(\S+)\s*$/.exec(codeOf(frame.getFileName()) || "") || [];
  if (data === undefined) {
    return `${frame}`;
  }
  const map = new Module.SourceMap(JSON.parse(Buffer.from(data, "base64").toString()));
  const { originalLine, originalColumn } = map.findEntry(frame.getLineNumber() - 1, frame.getColumnNumber() - 1) || {};
  return originalLine === undefined
    ? `${frame}`
    : `${frame}`.replace(/:\d+:\d+(?=\)?$)/, `:${originalLine + 1}:${originalColumn + 1}`);
}

// V8 calls this function when a stack trace is read. A synthesis without errors therefore reads no source map.
Error.prepareStackTrace = (error, frames) =>
  [Error.prototype.toString.call(error), ...frames.map((frame) => `    at ${describe(frame)}`)].join("\n");

require.extensions[".ts"] = (module, file) => module._compile(compile(file), file);

process.argv.splice(1, 1);
require(resolve(process.argv[1] || "main.ts"));
