/** A connection to the server. */
export interface Database {
  query(sql: string): Promise<unknown>;
}

/** Names of the databases by what happened to them. */
export interface Outcome {
  readonly created: readonly string[];
  readonly existed: readonly string[];
}

/** Database names that need no escaping. */
const NAME = /^[a-zA-Z][a-zA-Z0-9_]{0,63}$/;

/**
 * Creates the databases that are missing. An existing database is not changed, whatever its character set.
 *
 * @throws Error when a name is not valid. Nothing is created then.
 */
export async function createDatabases(database: Database, names: readonly string[]): Promise<Outcome> {
  const wrong = names.find((name) => !NAME.test(name));
  if (wrong !== undefined || names.length === 0) {
    throw new Error(`databases must be names of 1 to 64 letters, digits or underscores, got ${JSON.stringify(names)}`);
  }
  const before = await existing(database);
  for (const name of names) {
    // IF NOT EXISTS, because another invocation may run at the same time.
    await database.query(`CREATE DATABASE IF NOT EXISTS \`${name}\` CHARACTER SET utf8mb4`);
  }
  return {
    created: names.filter((name) => !before.has(name)),
    existed: names.filter((name) => before.has(name)),
  };
}

async function existing(database: Database): Promise<Set<string>> {
  const [rows] = (await database.query("SELECT schema_name AS name FROM information_schema.schemata")) as [
    { name: string }[],
  ];
  return new Set(rows.map(({ name }) => name));
}

/** The master user's credentials, as RDS writes them into the secret that it manages. */
export function credentialsIn(secret: string | undefined): { readonly user: string; readonly password: string } {
  const fields = parse(secret);
  if (typeof fields.username !== "string" || typeof fields.password !== "string") {
    // Errors are logged, so the message must not contain the secret's text.
    throw new Error("the master secret must be JSON with username and password");
  }
  return { user: fields.username, password: fields.password };
}

function parse(secret: string | undefined): Record<string, unknown> {
  try {
    return JSON.parse(secret ?? "") ?? {};
  } catch {
    return {};
  }
}
