import { existsSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { runProgram } from "../shared/program";
import { REPOSITORY_ROOT } from "../shared/repository";
import { UsageError } from "../shared/usage-error";
import { writeWhole } from "../shared/write-file";
import type { NewFile } from "./new-file";

/**
 * Formats and writes all files, or none.
 *
 * @param root folder of the files
 * @throws UsageError when a file exists or the linter refuses one
 */
export async function writeFiles(files: readonly NewFile[], root = REPOSITORY_ROOT): Promise<void> {
  for (const { path } of files) {
    if (existsSync(join(root, path))) {
      throw exists(path);
    }
  }
  // Before the first file is written, so that an interruption leaves nothing.
  const formatted: NewFile[] = [];
  for (const file of files) {
    formatted.push({ path: file.path, text: await format(file) });
  }
  const written: string[] = [];
  try {
    for (const { path, text } of formatted) {
      const folder = mkdirSync(dirname(join(root, path)), { recursive: true });
      written.push(...(folder === undefined ? [] : [folder]));
      writeWhole(join(root, path), text, { mustBeNew: true });
      written.push(join(root, path));
    }
  } catch (error) {
    for (const path of written) {
      rmSync(path, { recursive: true, force: true });
    }
    const { code, dest } = error as NodeJS.ErrnoException & { dest?: string };
    throw code === "EEXIST" && dest !== undefined ? exists(dest) : error;
  }
}

function exists(path: string): UsageError {
  return new UsageError(`${path} must not exist; choose another name or remove the file`);
}

/** The formatter wraps lines that a long name makes too long. */
async function format({ path, text }: NewFile): Promise<string> {
  const biome = join(REPOSITORY_ROOT, "node_modules", "@biomejs", "biome", "bin", "biome");
  const { code, stdout, stderr } = await runProgram(
    process.execPath,
    [biome, "check", "--write", `--stdin-file-path=${path}`],
    { cwd: REPOSITORY_ROOT, input: text },
  );
  if (code !== 0) {
    throw new UsageError(`${path} must pass the linter, got: ${stderr.trim() || `exit code ${code}`}`);
  }
  return stdout;
}
