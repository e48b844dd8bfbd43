import { statSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY_ROOT } from "../shared/repository";
import { UsageError } from "../shared/usage-error";
import { reservedFileName } from "./reserved-names";

/** Folder and name of a new module. */
export interface ModuleRequest {
  /** Folder below `modules/`, e.g. `database` or `database/mysql`. */
  readonly room: string;
  /** File name without extension, in kebab case. */
  readonly name: string;
}

/** `query-log` gives `QueryLog`. */
export function classOf(name: string): string {
  return name.replace(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** @throws UsageError when `text` is not `<room>/<name>` with a room that exists */
export function moduleRequest(text: string | undefined): ModuleRequest {
  const match = text?.match(/^([a-z]+(?:\/[a-z]+)?)\/([a-z][a-z0-9]*(?:-[a-z0-9]+)*)$/);
  const [, room = "", name = ""] = match ?? [];
  if (!match) {
    const got = text ? JSON.stringify(text) : "nothing";
    throw new UsageError(`the module must be named <room>/<name> in kebab case, e.g. database/query-log, got ${got}`);
  }
  // Its test imports Template.
  if (["construct", "template"].includes(name) || classOf(name) in globalThis) {
    throw new UsageError(`the module must not have the name of a class that exists, got "${name}"`);
  }
  const reserved = reservedFileName(name);
  if (reserved) {
    throw new UsageError(`the module's name must not be ${reserved}, got "${name}"`);
  }
  if (!statSync(join(REPOSITORY_ROOT, "modules", room), { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(
      `the room must exist in modules/, got "${room}"; docs/adr/0003-rooms-and-floors.md lists the rooms`,
    );
  }
  return { room, name };
}
