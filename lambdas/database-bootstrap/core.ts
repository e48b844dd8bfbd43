/** What the bootstrap asks of a connection. */
export interface Database {
  query(sql: string): Promise<unknown>;
}

/** What was done with each database. */
export interface Outcome {
  readonly created: readonly string[];
  readonly existed: readonly string[];
}

/** The part of MySQL's names that needs no thought. */
const NAME = /^[a-zA-Z][a-zA-Z0-9_]{0,63}$/;

/**
 * Creates the databases that are missing. One that exists is left as it is, whatever its character set.
 *
 * @throws Error before anything is created when a name is none
 */
export async function createDatabases(database: Database, names: readonly string[]): Promise<Outcome> {
  const wrong = names.find((name) => !NAME.test(name));
  if (wrong !== undefined || names.length === 0) {
    throw new Error(`databases must be names of 1 to 64 letters, digits or underscores, got ${JSON.stringify(names)}`);
  }
  const before = await existing(database);
  for (const name of names) {
    // IF NOT EXISTS: a second call may be under way.
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

/** Master credentials, as RDS writes them into the secret that it keeps. */
export function credentialsIn(secret: string | undefined): { readonly user: string; readonly password: string } {
  const fields = parse(secret);
  if (typeof fields.username !== "string" || typeof fields.password !== "string") {
    // The secret's text must not come into an error: it would be logged.
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
