/** Privileges on databases that a user has, and no others. */
export interface Rights {
  /** Names of privileges, as in GRANT. */
  readonly privileges: readonly string[];
  readonly databases: readonly string[];
}

/**
 * Structure and data of a database. Not ALL, because its meaning differs between servers and the granting user would need
 * every one of them. GET_LOCK needs no privilege. DROP includes DROP DATABASE, because MySQL does not separate them.
 */
const STRUCTURE_AND_DATA = [
  ...["SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "DROP", "INDEX", "REFERENCES"],
  ...["CREATE TEMPORARY TABLES", "LOCK TABLES", "CREATE VIEW", "SHOW VIEW", "TRIGGER", "EVENT"],
  ...["CREATE ROUTINE", "ALTER ROUTINE", "EXECUTE"],
];

const PRIVILEGES = {
  /** An application that changes its own schema. */
  owner: STRUCTURE_AND_DATA,
  /** Migrations. */
  migrator: STRUCTURE_AND_DATA,
  /**
   * A program. Without EXECUTE, because a routine runs with its creator's privileges by default, which are the migrator's.
   * A migration can grant nothing, so a program that needs a routine needs a change of this list.
   */
  api: ["SELECT", "INSERT", "UPDATE", "DELETE"],
  /** A person. SHOW VIEW shows the definition of a view and lets clients explain queries on it. */
  reader: ["SELECT", "SHOW VIEW"],
} as const satisfies Record<string, readonly string[]>;

/** Role of a database user. */
export type DatabaseRole = keyof typeof PRIVILEGES;

export const ROLES = Object.keys(PRIVILEGES) as readonly DatabaseRole[];

export function isRole(value: unknown): value is DatabaseRole {
  return typeof value === "string" && Object.hasOwn(PRIVILEGES, value);
}

export function rightsOf(role: DatabaseRole, databases: readonly string[]): Rights {
  return { privileges: PRIVILEGES[role], databases };
}
