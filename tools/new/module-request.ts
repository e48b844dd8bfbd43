import { existsSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY_ROOT } from "../shared/repository";
import { UsageError } from "../shared/usage-error";

/** Folder and name of a new module. */
export interface ModuleRequest {
  /** Folder below `modules/`, e.g. `database` or `database/mysql`. */
  readonly room: string;
  /** File name without its ending, in kebab case. */
  readonly name: string;
}

/** @throws UsageError when `text` is not `<room>/<name>` with a room that exists */
export function moduleRequest(text: string | undefined): ModuleRequest {
  const match = text?.match(/^([a-z]+(?:\/[a-z]+)?)\/([a-z][a-z0-9]*(?:-[a-z0-9]+)*)$/);
  const [, room = "", name = ""] = match ?? [];
  if (!match) {
    const got = text ? `"${text}"` : "nothing";
    throw new UsageError(`the module must be named <room>/<name> in kebab case, e.g. database/query-log, got ${got}`);
  }
  if (!existsSync(join(REPOSITORY_ROOT, "modules", room))) {
    throw new UsageError(
      `the room must exist in modules/, got "${room}"; docs/adr/0003-rooms-and-floors.md lists the rooms`,
    );
  }
  return { room, name };
}
