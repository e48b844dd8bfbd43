import { runInNewContext } from "node:vm";
import { transformSync } from "esbuild";
import { ConfigurationError, parseEnvironment } from "../../config/schema";
import { UsageError } from "../shared/usage-error";
import type { NewFile } from "./new-file";

/**
 * Checks the file of a new environment before it is written.
 *
 * @throws UsageError with every problem, e.g. for a region that does not exist
 */
export function checkAgainstSchema({ path, text }: NewFile): void {
  const module: { exports: { default?: unknown } } = { exports: {} };
  runInNewContext(transformSync(text, { loader: "ts", format: "cjs" }).code, { module });
  try {
    // Objects of this realm, which the schema expects.
    parseEnvironment(JSON.parse(JSON.stringify(module.exports.default)), path);
  } catch (error) {
    throw error instanceof ConfigurationError ? new UsageError(`${error.message}\nno file was written`) : error;
  }
}
