import { join, relative, resolve } from "node:path";
import { ConfigurationError } from "../report";
import { ExitAttempt } from "./exit-attempt";
import { importCycle } from "./import-cycle";
import { describeFailure } from "./load-failure";

/**
 * Loads the default export of an environment's file.
 *
 * @param folder the folder of the environments
 * @throws ConfigurationError when the file cannot be loaded or has no default export
 */
export function defaultExport(folder: string, name: string): unknown {
  const path = join(folder, name);
  const refuse = (problems: readonly string[]) => new ConfigurationError([{ file: `config/${name}`, problems }]);
  const cycle = importCycle(path, resolve(folder, "schema"));
  if (cycle) {
    const route = cycle.map((file) => relative(folder, file)).join(" -> ");
    throw refuse([
      `files of config/ must not import each other in a circle, got ${route}; move common values to another file`,
    ]);
  }
  let exported: unknown;
  let added: readonly string[] = [];
  const known = Reflect.ownKeys(Object.prototype);
  try {
    exported = withoutExit(() => read(require(path)));
  } catch (error) {
    const problems = describeFailure(error, path, folder);
    if (!problems) {
      throw error;
    }
    throw refuse(problems);
  } finally {
    added = removeExcept(known);
  }
  if (added.length > 0) {
    throw refuse([`config/${name} must not change Object.prototype, got ${added.join(", ")}; remove the change`]);
  }
  if (exported === undefined) {
    throw refuse(["the file must have a default export with a value, got none; write export default { ... }"]);
  }
  return exported;
}

/** Reads the default export, which can throw like the file itself. */
function read(module: unknown): unknown {
  const exported: unknown = (module as { readonly default?: unknown } | null | undefined)?.default;
  if (isPromise(exported)) {
    // The report of the promise is enough. Its rejection would end the program.
    exported.catch(() => undefined);
  }
  return exported;
}

function isPromise(value: unknown): value is Promise<unknown> {
  try {
    return value instanceof Promise;
  } catch {
    // A proxy that throws, which the check of the value reports.
    return false;
  }
}

/** Removes what a file added to the prototype of all objects. Otherwise the check of every value would fail. */
function removeExcept(known: readonly PropertyKey[]): string[] {
  const added = Reflect.ownKeys(Object.prototype).filter((key) => !known.includes(key));
  for (const key of added) {
    Reflect.deleteProperty(Object.prototype, key);
  }
  return added.map(String);
}

/** Loads a file in which `process.exit` throws, so that no environment ends a synthesis silently. Its exit handlers are removed. */
function withoutExit<T>(load: () => T): T {
  const { exit, exitCode } = process;
  const handlers = process.listeners("exit");
  process.exit = (code) => {
    throw new ExitAttempt(code);
  };
  try {
    return load();
  } finally {
    process.exit = exit;
    process.exitCode = exitCode;
    for (const handler of process.listeners("exit").filter((one) => !handlers.includes(one))) {
      process.removeListener("exit", handler);
    }
  }
}
