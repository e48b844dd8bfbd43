import { readFileSync } from "node:fs";
import { unzipSync } from "fflate";
import { UsageError } from "../../shared/usage-error";

/** The code of a function. */
export interface FunctionBundle {
  /** File in the archive, e.g. `handler.js`. */
  readonly file: string;
  /** Name of the exported handler. */
  readonly entry: string;
  readonly source: string;
}

/**
 * Reads the code of a function from its deployment package.
 *
 * @param name name of the function, for the error
 * @param handler Lambda's `handler`, e.g. `handler.handler`
 * @throws UsageError when the archive cannot be read, or does not contain the handler's file
 */
export function readBundle(name: string, archive: string, handler: string): FunctionBundle {
  const [module = "", entry = ""] = handler.split(".");
  const file = `${module}.js`;
  const source = unzipped(name, archive)[file];
  if (!source) {
    throw new UsageError(`archive of ${name} must contain ${file}`);
  }
  return { file, entry, source: Buffer.from(source).toString() };
}

function unzipped(name: string, archive: string): Readonly<Record<string, Uint8Array>> {
  try {
    return unzipSync(readFileSync(archive));
  } catch (error) {
    throw new UsageError(
      `archive of ${name} must be a zip file, got ${JSON.stringify(archive)}; ${(error as Error).message}`,
    );
  }
}
