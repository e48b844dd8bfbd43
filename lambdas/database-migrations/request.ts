import { LoggableError } from "../shared/loggable-error";
import type { DatabaseMigrations } from "../shared/migrations/check-migrations";
import type { MigrationEvent } from "./event";

const FIELDS = ["plan", "repeat", "continueAfter"];

/**
 * Checks the event of an invocation.
 *
 * @throws LoggableError
 */
export function parseRequest(event: unknown): MigrationEvent {
  if (typeof event !== "object" || event === null || Array.isArray(event)) {
    throw new LoggableError(`the event must be a JSON object, got ${JSON.stringify(event)}`);
  }
  const keys = Object.keys(event);
  const other = keys.find((key) => !FIELDS.includes(key));
  if (other !== undefined) {
    throw new LoggableError(`the event must contain only ${FIELDS.join(", ")}, got ${JSON.stringify(other)}`);
  }
  if (keys.length > 1) {
    throw new LoggableError(`the event must contain at most one of ${FIELDS.join(", ")}, got ${keys.join(" and ")}`);
  }
  const { plan, repeat, continueAfter } = event as Record<string, unknown>;
  if (plan !== undefined && typeof plan !== "boolean") {
    throw new LoggableError(`plan of the event must be true or false, got ${JSON.stringify(plan)}`);
  }
  for (const [field, value] of Object.entries({ repeat, continueAfter })) {
    if (value !== undefined && typeof value !== "string") {
      throw new LoggableError(`${field} of the event must be <database>/<file>, got ${JSON.stringify(value)}`);
    }
  }
  return event;
}

/** @throws LoggableError when the event names a file that does not exist */
export function checkNamedFile({ repeat, continueAfter }: MigrationEvent, all: readonly DatabaseMigrations[]): void {
  const name = repeat ?? continueAfter;
  const names = all.flatMap(({ files }) => files.map((file) => file.name));
  if (name !== undefined && !names.includes(name)) {
    const field = repeat === undefined ? "continueAfter" : "repeat";
    throw new LoggableError(`${field} of the event must name a file of the migrations, got ${JSON.stringify(name)}`);
  }
}
