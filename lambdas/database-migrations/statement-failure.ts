import { DeadlineError } from "../shared/deadline";
import { describeFailure, LoggableError } from "../shared/loggable-error";
import type { MigrationFile } from "../shared/migrations/check-migrations";
import type { Statement } from "../shared/migrations/statements";

/**
 * Errors after which it is not certain that a statement did nothing: the server or another session has ended it, or its
 * commit has failed (MySQL's error reference; 1927 and 1969 are MariaDB's).
 */
const UNCERTAIN = {
  ER_SERVER_SHUTDOWN: 1053,
  ER_ERROR_DURING_COMMIT: 1180,
  ER_QUERY_INTERRUPTED: 1317,
  ER_CONNECTION_KILLED: 1927,
  ER_STATEMENT_TIMEOUT: 1969,
  ER_QUERY_TIMEOUT: 3024,
  ER_CLIENT_INTERACTION_TIMEOUT: 4031,
};

/** ER_LOCK_WAIT_TIMEOUT, of rows and of tables, and ER_LOCK_DEADLOCK. */
const LOCKED = [1205, 1213];

/**
 * Whether the server has answered that a statement failed. Such a statement took no effect, because structure changes of
 * MySQL 8 are atomic (reference manual, "Atomic Data Definition Statement Support").
 */
export function isRefusal(error: unknown): boolean {
  const { errno, sqlState } = error as { errno?: unknown; sqlState?: unknown };
  return typeof errno === "number" && typeof sqlState === "string" && !Object.values(UNCERTAIN).includes(errno);
}

/**
 * The error of a run that stopped at a statement. It contains the server's code and no message, which may quote values.
 *
 * @param effect whether the statement took effect
 */
export function statementFailure(
  file: MigrationFile,
  statement: Statement,
  error: unknown,
  effect: "none" | "unknown",
): LoggableError {
  const { number, kind, line } = statement;
  const before = number > 1 ? `; statements before it took effect` : "";
  return new LoggableError(
    `${file.name}: statement ${number} of ${file.statements.length} (${kind}, line ${line}) ${causeOf(error)}, and ` +
      (effect === "none"
        ? `took no effect${before}; ${nextStep(error)}`
        : `it is not known whether it took effect; run again to see the ways to continue`),
  );
}

function causeOf(error: unknown): string {
  if (wasEnded(error)) {
    return "was ended, e.g. because the function's time was used";
  }
  const { errno, sqlState } = error as { errno?: unknown; sqlState?: unknown };
  const numbers = typeof errno === "number" && typeof sqlState === "string" ? ` (${errno}, SQLSTATE ${sqlState})` : "";
  return `failed with ${describeFailure(error)}${numbers}`;
}

function nextStep(error: unknown): string {
  const { errno } = error as { errno?: unknown };
  if (typeof errno === "number" && LOCKED.includes(errno)) {
    return "end the sessions that use the table, or wait for them, then run again";
  }
  return wasEnded(error)
    ? "divide it into shorter statements, then deploy again"
    : "correct the file from this statement on, then deploy again";
}

function wasEnded(error: unknown): boolean {
  const { errno } = error as { errno?: unknown };
  return error instanceof DeadlineError || errno === UNCERTAIN.ER_QUERY_INTERRUPTED;
}
