import type { FileResult, MigrationResult } from "../../lambdas/database-migrations/event";
import { textTable } from "../shared/table";

/** A table of every file, and a line with the sum. */
export function migrationReport({ plan, databases }: MigrationResult, environment: string): string {
  const files = databases.flatMap(({ database, files }) => files.map((file) => ({ database, ...file })));
  const changed = files.filter(({ state }) => state !== "unchanged");
  const table = textTable(
    ["database", "file", "state", "statements", plan ? "would run" : "has run"],
    files.map((file) => [file.database, file.file, file.state, `${file.statements}`, statementsOf(file)]),
  );
  const sum =
    changed.length === 0
      ? `The schema of ${environment} is up to date: ${count(files.length)}.`
      : `${count(changed.length)} of ${files.length} ${plan ? "would be applied" : "applied"} to ${environment}.`;
  return `${table}\n\n${sum}\n`;
}

/** Numbers and first words of the statements, e.g. `2-3: ALTER TABLE, UPDATE`. Repeated words are counted. */
function statementsOf({ from, statements, kinds = [] }: FileResult): string {
  if (from === undefined) {
    return "";
  }
  if (from > statements) {
    return "the record only";
  }
  const counts = new Map<string, number>();
  for (const kind of kinds) {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const words = [...counts].map(([kind, times]) => (times === 1 ? kind : `${times} ${kind}`));
  return `${from === statements ? from : `${from}-${statements}`}: ${words.join(", ")}`;
}

function count(files: number): string {
  return files === 1 ? "1 file" : `${files} files`;
}
