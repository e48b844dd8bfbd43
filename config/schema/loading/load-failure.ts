import { readFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { ExitAttempt } from "./exit-attempt";

/** What a program can throw: an error, or any other value. */
type Thrown = Partial<NodeJS.ErrnoException> & { readonly requireStack?: readonly string[] };

/** A line of esbuild's message, which counts columns from 0. */
const COMPILER_LINE = /^\s*(.+?):(\d+):(\d+): ERROR: (.*)$/gm;
/** The end of a stack frame. */
const FRAME = /\(?((?:\/|[A-Za-z]:[\\/])[^()]*?):(\d+):(\d+)\)?$/;
const LONGEST_TEXT = 200;

/**
 * Describes why an environment's file could not be loaded, one line per problem, with line and column if the cause has one.
 * Accepts any thrown value, also objects whose fields throw.
 *
 * @param folder the folder of the environments
 * @returns undefined if the cause is not in the folder, e.g. a package that is not installed
 */
export function describeFailure(thrown: unknown, file: string, folder: string): string[] | undefined {
  const place = (path: string) => relative(resolve(folder, ".."), resolve(folder, "..", path));
  const message = text(thrown, "message");
  const compiled = [...message.matchAll(COMPILER_LINE)].map(([, path = "", line, column, problem = ""]) =>
    compilerProblem(`${place(path)}:${line}:${Number(column) + 1}`, problem),
  );
  if (compiled.length > 0) {
    return compiled;
  }
  const code = text(thrown, "code");
  if (code.endsWith("MODULE_NOT_FOUND")) {
    return missingImport(thrown as Thrown, message, file, folder, place);
  }
  const where = frameIn(thrown, folder);
  const at = where ? `${place(where.path)}:${where.line}:${where.column}` : place(file);
  if (isA(thrown, ExitAttempt)) {
    return [`${at} must not end the program, got ${thrown.message}; remove the call`];
  }
  if (text(thrown, "syscall") !== "" && !where) {
    return [`${at} must be readable, got ${oneLine(message)}; change its permissions or remove it`];
  }
  return [`${at} must not throw an error, got ${describeThrown(thrown)}`];
}

function compilerProblem(place: string, problem: string): string {
  return problem.startsWith("Top-level await")
    ? `${place} must not use await, because an environment cannot wait for a value; write the value itself`
    : `${place} must be valid TypeScript: ${oneLine(problem)}`;
}

function missingImport(
  thrown: Thrown,
  message: string,
  file: string,
  folder: string,
  place: (path: string) => string,
): string[] | undefined {
  const importer = thrown.requireStack?.[0] ?? file;
  const [, name = ""] = /^Cannot find (?:module|package) ['"](.*?)['"]/.exec(message) ?? [];
  if (name === "" || !importer.startsWith(folder) || importer.startsWith(resolve(folder, "schema"))) {
    return undefined;
  }
  const lines = [...readFileSync(importer, "utf8").split("\n").entries()];
  const found = lines.find(([, content]) => content.includes(`"${name}"`) || content.includes(`'${name}'`));
  const at = found ? `:${found[0] + 1}:${found[1].indexOf(name)}` : "";
  const remedy = name.startsWith(".") ? "correct the path" : "install the package or remove the import";
  return [`${place(importer)}${at} must import only what exists, got "${name}"; ${remedy}`];
}

/** The innermost position in the environments' folder. */
function frameIn(thrown: unknown, folder: string) {
  for (const frame of text(thrown, "stack").split("\n")) {
    const [, path, line, column] = FRAME.exec(frame.trim()) ?? [];
    if (path?.startsWith(folder) && !path.startsWith(resolve(folder, "schema"))) {
      return { path, line, column };
    }
  }
  return undefined;
}

function describeThrown(thrown: unknown): string {
  try {
    if (isA(thrown, Error) || text(thrown, "stack") !== "") {
      return oneLine(`${text(thrown, "name") || "Error"}: ${text(thrown, "message") || "no message"}`);
    }
    if (typeof thrown === "string") {
      return oneLine(JSON.stringify(thrown));
    }
    return typeof thrown === "object" && thrown !== null ? "an object that is no error" : oneLine(String(thrown));
  } catch {
    return "a value that cannot be shown";
  }
}

function isA<T>(thrown: unknown, type: abstract new (...args: never[]) => T): thrown is T {
  try {
    return thrown instanceof type;
  } catch {
    // A proxy whose traps throw.
    return false;
  }
}

/** A field of any value as text. Empty if the value has no such text. */
function text(thrown: unknown, field: string): string {
  try {
    const value = (thrown as Readonly<Record<string, unknown>> | null | undefined)?.[field];
    return typeof value === "string" ? value : "";
  } catch {
    return "";
  }
}

function oneLine(value: string): string {
  const line = value.replace(/\s+/g, " ").trim();
  return line.length > LONGEST_TEXT ? `${line.slice(0, LONGEST_TEXT)}…` : line;
}
