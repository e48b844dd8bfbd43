import { readFileSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY_ROOT } from "../../tools/shared/repository";

/** Lines of a script that do something: comments stay in the repository, the first line's `#!` goes along. */
function codeOf(script: string): string[] {
  return script.split("\n").filter((line) => line.startsWith("#!") || !/^\s*#/.test(line));
}

/** What a host is to get of a file of `userdata/`. */
export function shipped(source: string): string {
  const text = readFileSync(join(REPOSITORY_ROOT, "userdata", source), "utf8");
  return source.endsWith(".sh") ? codeOf(text).join("\n") : text;
}
