import { type Dirent, readdirSync, statSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { requirement } from "../../../modules/shared/errors";
import { kebabName } from "../fields/values";
import type { FileReport } from "../report";

/** Endings of files that a user can take for an environment. */
const LOOKS_LIKE_ENVIRONMENT = /\.(ts|mts|cts|tsx|js|mjs|cjs|jsx|json|jsonc|json5|ya?ml)$/i;

/** Files that editors and version control write, e.g. `.dev.ts.swp`, `dev.ts~` and `#dev.ts#`. */
const TEMPORARY = /^\.|~$|^#.*#$/;

/** Settings of common tools, and declarations of types, which have no value. They are not environments. */
const NO_ENVIRONMENT = /^((ts|js)config(\..+)?|package|biome)\.jsonc?$|\.d\.[mc]?ts$/;

/** Folder of the schema. */
const SCHEMA = "schema";

/** The files of `config/`. */
export interface EnvironmentFiles {
  /** Names of the environments' files, sorted. */
  readonly names: readonly string[];
  /** Files and folders that look like environments but that nothing reads. */
  readonly reports: readonly FileReport[];
}

/** Lists the environments in a folder. A file that looks like an environment is either listed or reported. */
export function environmentFiles(folder: string): EnvironmentFiles {
  const names: string[] = [];
  const reports: FileReport[] = [];
  const entries = readdirSync(folder, { withFileTypes: true }).filter(
    ({ name }) => !TEMPORARY.test(name) && !NO_ENVIRONMENT.test(name) && name !== SCHEMA,
  );
  const present = new Set(entries.map(({ name }) => name));
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    const problem = LOOKS_LIKE_ENVIRONMENT.test(entry.name) ? problemOf(folder, entry, present) : undefined;
    if (problem !== undefined) {
      reports.push({ file: `config/${entry.name}`, problems: [problem] });
    } else if (kindOf(join(folder, entry.name)) === "a folder") {
      reports.push(...nested(folder, entry.name));
    } else if (entry.name.endsWith(".ts")) {
      names.push(entry.name);
    }
  }
  return { names, reports };
}

function problemOf(folder: string, { name }: Dirent, present: ReadonlySet<string>): string | undefined {
  const kind = kindOf(join(folder, name));
  if (kind !== "a file") {
    return `${name} must be a file, got ${kind}; rename or remove it`;
  }
  const base = basename(name, extname(name));
  if (!name.endsWith(".ts")) {
    const isTaken = present.has(`${base}.ts`) || base === SCHEMA;
    const renamed = isTaken ? "remove the file" : `rename the file to ${base}.ts`;
    return requirement("the file's name", "end with .ts", name, `${renamed}, or move it out of config/`);
  }
  const remedy = "rename the file, or move it out of config/";
  if (base === SCHEMA || !kebabName.safeParse(base).success) {
    const rule =
      base === SCHEMA
        ? "not be the name of the schema's folder"
        : "be lower-case words joined by single hyphens, starting with a letter";
    return requirement("the file's name without .ts", rule, base, remedy);
  }
  return undefined;
}

/** Files below a folder of `config/` that look like environments. Only files in `config/` itself are read. */
function nested(folder: string, below: string): FileReport[] {
  const paths = readdirSync(join(folder, below), { recursive: true, encoding: "utf8" })
    .map((path) => join(below, path))
    .filter((path) => {
      const parts = path.split(/[\\/]/);
      const name = basename(path);
      const isHidden = parts.some((part) => TEMPORARY.test(part) || part === "node_modules");
      return !isHidden && LOOKS_LIKE_ENVIRONMENT.test(name) && !NO_ENVIRONMENT.test(name);
    });
  return paths.sort().map((path) => ({
    file: `config/${path}`,
    problems: [
      requirement(
        "the file",
        "be in config/ itself to be an environment",
        path,
        "move it to config/, or out of config/",
      ),
    ],
  }));
}

/** What a path leads to, through links. */
function kindOf(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) {
    return "a link to a missing file";
  }
  return stats.isFile() ? "a file" : stats.isDirectory() ? "a folder" : "a pipe, a socket or a device";
}
