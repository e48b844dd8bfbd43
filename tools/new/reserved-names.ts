import { Script } from "node:vm";

/** Names of devices on Windows. A file cannot have them, with any extension. */
const WINDOWS = /^(con|prn|aux|nul|com\d|lpt\d)$/;
/** Names that a CommonJS module or TypeScript declares in every file. */
const DECLARED: ReadonlySet<string> = new Set(["arguments", "exports", "module", "require", "undefined"]);

/**
 * Why a file of this name would not work.
 *
 * @param name in kebab case
 * @returns undefined if it works
 */
export function reservedFileName(name: string): string | undefined {
  if (WINDOWS.test(name)) {
    return "the name of a device on Windows";
  }
  return name === "index" ? "index, which Node reads in place of its folder" : undefined;
}

/** True if no constant may have this name. */
export function isReservedWord(name: string): boolean {
  try {
    new Script(`(async () => { "use strict"; const ${name} = 0; })`);
    return DECLARED.has(name);
  } catch {
    return true;
  }
}
