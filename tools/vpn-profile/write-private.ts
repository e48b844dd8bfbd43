import { chmodSync, renameSync, rmSync, writeFileSync } from "node:fs";

/** Writes or replaces a file that only its owner can read. Others cannot read it at any moment. */
export function writePrivate(file: string, text: string): void {
  const aside = `${file}.${process.pid}`;
  try {
    writeFileSync(aside, text, { mode: 0o600, flag: "wx" });
    // The umask may have removed permissions of the owner.
    chmodSync(aside, 0o600);
    renameSync(aside, file);
  } catch (error) {
    rmSync(aside, { force: true });
    throw error;
  }
}
