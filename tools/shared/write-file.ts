import { chmodSync, linkSync, renameSync, rmSync, writeFileSync } from "node:fs";

export interface WriteOptions {
  /** Permissions of the file, independent of the umask. @default those that the umask leaves */
  readonly mode?: number;
  /** Fails with EEXIST if the file exists, instead of replacing it. @default false */
  readonly mustBeNew?: boolean;
}

/**
 * Writes a file beside its place and renames it, so that the file has either its earlier or its new content, never a part of it.
 *
 * @throws the error of the operating system; nothing remains beside the file
 */
export function writeWhole(file: string, content: string | Uint8Array, options: WriteOptions = {}): void {
  const { mode, mustBeNew = false } = options;
  const aside = `${file}.${process.pid}.new`;
  // A killed process with the same number may have left it.
  rmSync(aside, { force: true });
  try {
    writeFileSync(aside, content, { flag: "wx", ...(mode === undefined ? {} : { mode }) });
    if (mode !== undefined) {
      // The umask may have removed permissions.
      chmodSync(aside, mode);
    }
    if (mustBeNew) {
      // Unlike a rename, a link never replaces a file.
      linkSync(aside, file);
    } else {
      renameSync(aside, file);
    }
  } finally {
    rmSync(aside, { force: true });
  }
}
