import { chmodSync, renameSync, rmSync, writeFileSync } from "node:fs";

/** Writes a file that only its owner may read, whatever was there before; never readable by others, not for a moment. */
export function writePrivate(file: string, text: string): void {
  const aside = `${file}.${process.pid}`;
  try {
    writeFileSync(aside, text, { mode: 0o600, flag: "wx" });
    // The process's mask may have taken the owner's own rights.
    chmodSync(aside, 0o600);
    renameSync(aside, file);
  } catch (error) {
    rmSync(aside, { force: true });
    throw error;
  }
}
