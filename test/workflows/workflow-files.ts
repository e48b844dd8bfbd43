import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY_ROOT } from "../../tools/shared/repository";

const FOLDER = join(".github", "workflows");

/** Every workflow: its path in the repository and its text. */
export const WORKFLOWS: readonly (readonly [path: string, text: string])[] = readdirSync(join(REPOSITORY_ROOT, FOLDER))
  .sort()
  .map((name) => [join(FOLDER, name), readFileSync(join(REPOSITORY_ROOT, FOLDER, name), "utf8")]);
