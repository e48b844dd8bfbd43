import { readFileSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY_ROOT } from "../../tools/shared/repository";

/** The lines of a script without comments, except the `#!` of the first line. */
function codeOf(script: string): string[] {
  return script.split("\n").filter((line) => line.startsWith("#!") || !/^\s*#/.test(line));
}

/** The content of a file of `userdata/` on a host. */
export function shipped(source: string): string {
  const text = readFileSync(join(REPOSITORY_ROOT, "userdata", source), "utf8");
  return source.endsWith(".sh") ? codeOf(text).join("\n") : text;
}
