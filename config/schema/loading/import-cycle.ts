import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** An import of a value from a relative path. Imports of types only do not load a file. */
const IMPORTS = [
  /\b(?:import|export)\s+(?!type\b)[^"';]*?\bfrom\s*["'](\.[^"'\n]*)["']/g,
  /\bimport\s*["'](\.[^"'\n]*)["']/g,
  /\brequire\(\s*["'](\.[^"'\n]*)["']\s*\)/g,
];

/**
 * The files through which a file imports itself, e.g. `dev.ts`, `prod.ts` and `dev.ts`. Such a file reads values that are not
 * defined yet. Undefined if there is no such circle. The circle starts with the same file, whichever of its files is given.
 *
 * @param schema folder whose files are not followed, because the schema itself loads the environments
 */
export function importCycle(file: string, schema: string): string[] | undefined {
  const visited = new Set<string>();
  const search = (path: string, route: readonly string[]): string[] | undefined => {
    for (const next of imported(path).filter((found) => !found.startsWith(schema))) {
      if (next === file) {
        return [...route, next];
      }
      if (!visited.has(next)) {
        visited.add(next);
        const found = search(next, [...route, next]);
        if (found) {
          return found;
        }
      }
    }
    return undefined;
  };
  const cycle = search(file, [file])?.slice(1);
  if (cycle === undefined) {
    return undefined;
  }
  const start = cycle.indexOf([...cycle].sort()[0] ?? file);
  return [...cycle.slice(start), ...cycle.slice(0, start + 1)];
}

function imported(file: string): string[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    // The file cannot be read. Its load reports the reason.
    return [];
  }
  const code = text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|[^:"'])\/\/.*$/gm, "$1");
  return IMPORTS.flatMap((pattern) => [...code.matchAll(pattern)]).flatMap(([, path = ""]) =>
    sourceFile(resolve(dirname(file), path)),
  );
}

function sourceFile(path: string): string[] {
  const found = [path, `${path}.ts`, join(path, "index.ts")].find(
    (name) => existsSync(name) && statSync(name).isFile(),
  );
  return found?.endsWith(".ts") ? [found] : [];
}
