import { LoggableError } from "../loggable-error";

/** Address and credentials of a database user. */
export interface Login {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
}

/** The secret of a database user. Rotation keeps fields that it does not know. */
export interface Credentials extends Login {
  /** Database that clients of the user connect to. */
  readonly databaseName: string;
  /** ARN of the master user's secret. Without it, the user changes its own password. */
  readonly masterArn?: string;
  /** All fields of the secret, including the unknown ones. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * Reads the secret of a database user.
 *
 * @param which names the version in errors, which contain field names and never values
 * @throws LoggableError
 */
export function parseCredentials(text: string | undefined, which: string): Credentials {
  const fields = parseFields(text, which);
  if (fields.engine !== "mysql") {
    throw new LoggableError(`engine in ${which} must be "mysql"`);
  }
  const port = fields.port ?? 3306;
  if (typeof port !== "number" || !Number.isInteger(port) || port < 1 || port > 65535) {
    throw new LoggableError(`port in ${which} must be a number from 1 to 65535`);
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

/** Reads name and password only, because a master secret that RDS manages contains no more. @throws LoggableError */
export function parseUser(text: string | undefined, which: string): Pick<Login, "username" | "password"> {
  return userOf(parseFields(text, which), which);
}

function userOf(fields: Readonly<Record<string, unknown>>, which: string) {
  return { username: textOf(fields, "username", which), password: textOf(fields, "password", which) };
}

function parseFields(text: string | undefined, which: string): Readonly<Record<string, unknown>> {
  if (text === undefined) {
    throw new LoggableError(`${which} must have a value`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's message is dropped, because it quotes the text.
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new LoggableError(`${which} must be a JSON object`);
  }
  return value as Record<string, unknown>;
}

function textOf(fields: Readonly<Record<string, unknown>>, key: string, which: string): string {
  const value = fields[key];
  if (typeof value !== "string" || value === "") {
    throw new LoggableError(`${key} in ${which} must be a non-empty text`);
  }
  return value;
}
