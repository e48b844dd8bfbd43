import { createHash } from "node:crypto";
import type { MigrationFile } from "../../../lambdas/shared/migrations/check-migrations";
import { parseStatements } from "../../../lambdas/shared/migrations/statements";

/** A file of the database `app`. */
export function fileOf(file: string, sql: string): MigrationFile {
  const name = `app/${file}`;
  const checksum = createHash("sha256").update(sql).digest("hex");
  return { name, file, checksum, statements: parseStatements(name, sql) };
}
