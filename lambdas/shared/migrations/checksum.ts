import { createHash } from "node:crypto";
import type { DatabaseMigrations } from "./check-migrations";

/** SHA-256 of the names and bytes of all files in hexadecimal. It tells the migrations of a function from those of a checkout. */
export function migrationsChecksum(databases: readonly DatabaseMigrations[]): string {
  const lines = databases.flatMap(({ files }) => files.map(({ name, checksum }) => `${checksum} ${name}\n`));
  return createHash("sha256").update(lines.join("")).digest("hex");
}
