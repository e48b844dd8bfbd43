import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../shared/usage-error";

/**
 * Checks the folder of `--out`, because the command replaces its content.
 *
 * @param mark name of a file of the command's earlier output
 * @param content the earlier output, for the message
 * @throws UsageError for a file, and for a folder with other files
 */
export function checkOutputFolder(folder: string, mark: string, content: string): void {
  if (!existsSync(folder)) {
    return;
  }
  const isFolder = statSync(folder).isDirectory();
  if (!isFolder || (readdirSync(folder).length > 0 && !existsSync(join(folder, mark)))) {
    const got = `${JSON.stringify(folder)}${isFolder ? " with other files" : ", which is a file"}`;
    throw new UsageError(`--out must name a new folder, an empty one or one with ${content}, got ${got}`);
  }
}
