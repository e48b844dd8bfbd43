import type { Login } from "./database";
import { RotationError } from "./errors";

/** The secret of a database user. Fields that rotation does not know are kept as they are. */
export interface Credentials extends Login {
  readonly databaseName: string;
  /** ARN of the secret whose user makes this one and sets its password. Without it the user does so itself. */
  readonly masterArn?: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** @param which what is read, for messages: they name keys and never values */
export function parseCredentials(text: string | undefined, which: string): Credentials {
  const fields = parseFields(text, which);
  if (fields.engine !== "mysql") {
    throw new RotationError(`engine in ${which} must be "mysql"`);
  }
  const port = fields.port ?? 3306;
  if (typeof port !== "number" || !Number.isInteger(port) || port < 1 || port > 65535) {
    throw new RotationError(`port in ${which} must be a number from 1 to 65535`);
  }
  const masterArn = fields.masterarn === undefined ? undefined : textOf(fields, "masterarn", which);
  return {
    host: textOf(fields, "host", which),
    port,
    ...userOf(fields, which),
    databaseName: textOf(fields, "dbname", which),
    ...(masterArn ? { masterArn } : {}),
    fields,
  };
}

/** Name and password alone: the master secret that RDS manages holds no more. */
export function parseUser(text: string | undefined, which: string): Pick<Login, "username" | "password"> {
  return userOf(parseFields(text, which), which);
}

function userOf(fields: Readonly<Record<string, unknown>>, which: string) {
  return { username: textOf(fields, "username", which), password: textOf(fields, "password", which) };
}

function parseFields(text: string | undefined, which: string): Readonly<Record<string, unknown>> {
  if (text === undefined) {
    throw new RotationError(`${which} must have a value`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's message quotes the text.
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new RotationError(`${which} must be a JSON object`);
  }
  return value as Record<string, unknown>;
}

function textOf(fields: Readonly<Record<string, unknown>>, key: string, which: string): string {
  const value = fields[key];
  if (typeof value !== "string" || value === "") {
    throw new RotationError(`${key} in ${which} must be a text that is not empty`);
  }
  return value;
}
