import { LoggableError } from "../shared/loggable-error";
import type { MigrationFile } from "../shared/migrations/check-migrations";
import type { Statement } from "../shared/migrations/statements";
import type { History } from "./history";
import type { PendingFile } from "./pending-files";
import type { Session } from "./session";
import { isRefusal, statementFailure } from "./statement-failure";

/** What a run works with. */
export interface Run {
  readonly session: Pick<Session, "query" | "run">;
  /** Writes a line that contains names and numbers only. */
  readonly log: (line: string) => void;
  /** Milliseconds that statements may still take. */
  readonly timeLeft: () => number;
}

/** Milliseconds that must be left to begin a statement. */
const LEAST = 5_000;

/**
 * Runs the statements of a file from a given one on. After each statement the history knows that it took effect. Before each
 * that commits by itself, the history knows that it is executing.
 *
 * @throws LoggableError at the first failure
 */
export async function applyFile(run: Run, history: History, { file, from }: PendingFile): Promise<void> {
  await history.begin(file, from - 1);
  for (const statement of file.statements.slice(from - 1)) {
    if (run.timeLeft() < LEAST) {
      throw new LoggableError(
        `${file.name}: the run stopped before statement ${statement.number} of ${file.statements.length}, because the` +
          " function's time is nearly used; run again to continue",
      );
    }
    const start = performance.now();
    const milliseconds = () => Math.round(performance.now() - start);
    await (statement.isData ? changeData : changeStructure)(run, history, file, statement, milliseconds);
    const { number, kind } = statement;
    run.log(`${file.name}: statement ${number} of ${file.statements.length} (${kind}) took ${milliseconds()} ms`);
  }
}

/** One transaction for statement and record, so that both take effect or neither. */
async function changeData(
  { session, timeLeft }: Run,
  history: History,
  file: MigrationFile,
  statement: Statement,
  milliseconds: () => number,
): Promise<void> {
  await session.query(`begin a transaction of ${file.name}`, "START TRANSACTION");
  try {
    await session.run(statement.text, timeLeft());
  } catch (error) {
    // The server undoes the transaction when the connection ends.
    throw statementFailure(file, statement, error, "none");
  }
  await history.executed(file, statement.number, milliseconds());
  await session.query(`commit statement ${statement.number} of ${file.name}`, "COMMIT");
}

async function changeStructure(
  { session, timeLeft }: Run,
  history: History,
  file: MigrationFile,
  statement: Statement,
  milliseconds: () => number,
): Promise<void> {
  await history.executing(file);
  try {
    await session.run(statement.text, timeLeft());
  } catch (error) {
    if (!isRefusal(error)) {
      throw statementFailure(file, statement, error, "unknown");
    }
    await history.refused(file);
    throw statementFailure(file, statement, error, "none");
  }
  await history.executed(file, statement.number, milliseconds());
}
