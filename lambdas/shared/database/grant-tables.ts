import { escapeId, escape as escapeText } from "mysql2/promise";
import { LoggableError } from "../loggable-error";
import type { Grants } from "./grants";
import type { Query, Row } from "./server";

/** How a server stores the members of its roles. MariaDB's roles have no host, and MySQL before 8.0 has no roles. */
const MEMBERS = {
  mysql: "SELECT FROM_USER AS role, FROM_HOST AS host FROM mysql.role_edges WHERE TO_USER = ? AND TO_HOST = '%'",
  mariadb: "SELECT Role AS role, NULL AS host FROM mysql.roles_mapping WHERE User = ? AND Host = '%'",
  "mysql-5": undefined,
} as const;

/** Kind of server. Roles differ between the two. */
export type ServerKind = keyof typeof MEMBERS;

const EXISTS = "SELECT User AS user FROM mysql.user WHERE User = ? AND Host = '%'";

/** Privileges of each level, in the order in which they are revoked. Global ones first, or `partial_revokes` would restrict them. */
const LEVELS = [
  "SELECT GRANTEE AS grantee, PRIVILEGE_TYPE AS privilege, IS_GRANTABLE AS grantable FROM information_schema.USER_PRIVILEGES",
  "SELECT GRANTEE AS grantee, TABLE_SCHEMA AS db, PRIVILEGE_TYPE AS privilege, IS_GRANTABLE AS grantable" +
    " FROM information_schema.SCHEMA_PRIVILEGES",
  "SELECT GRANTEE AS grantee, TABLE_SCHEMA AS db, TABLE_NAME AS tab, PRIVILEGE_TYPE AS privilege," +
    " IS_GRANTABLE AS grantable FROM information_schema.TABLE_PRIVILEGES",
  "SELECT GRANTEE AS grantee, TABLE_SCHEMA AS db, TABLE_NAME AS tab, COLUMN_NAME AS col, PRIVILEGE_TYPE AS privilege," +
    " IS_GRANTABLE AS grantable FROM information_schema.COLUMN_PRIVILEGES",
] as const;

/** information_schema does not show the privileges on routines. */
const ROUTINES =
  "SELECT Db AS db, Routine_name AS routine, Routine_type AS type, Proc_priv AS privileges FROM mysql.procs_priv" +
  " WHERE User = ? AND Host = '%'";

const GRANT_OPTION = "GRANT OPTION";

/**
 * Reads every grant of a user with the host `%` except PROXY, which the master user of RDS cannot grant. The reading user
 * needs SELECT on the database `mysql`, which that master user has.
 *
 * @returns undefined when the user does not exist
 */
export async function readGrants(query: Query, kind: ServerKind, username: string): Promise<Grants | undefined> {
  const read = async (statement: string): Promise<readonly Row[]> =>
    await query(
      "read grants",
      statement.replace("?", () => escapeText(username)),
    );
  // The comparison in SQL may ignore case, but names of users are case-sensitive.
  const users = await read(EXISTS);
  if (!users.some(({ user }) => user === username)) {
    return undefined;
  }
  const grants = new Map<string, Set<string>>();
  const add = (object: string, privilege: string) => {
    grants.set(object, (grants.get(object) ?? new Set<string>()).add(privilege));
  };
  const members = MEMBERS[kind];
  for (const { role, host } of members ? await read(members) : []) {
    add("", host === null ? escapeId(String(role), true) : `${escapeText(String(role))}@${escapeText(String(host))}`);
  }
  const grantee = `'${username}'@'%'`;
  for (const level of LEVELS) {
    const rows = (await query("read grants", `${level} WHERE GRANTEE = ${escapeText(grantee)}`)).filter(
      (row) => row.grantee === grantee,
    );
    if (level === LEVELS[0] && rows.length === 0) {
      throw new LoggableError(`the database must show the grants of ${username} to the master user, but it shows none`);
    }
    for (const row of rows) {
      addPrivilege(row, add);
    }
  }
  for (const { db, routine, type, privileges } of await read(ROUTINES)) {
    for (const privilege of String(privileges).split(",").filter(Boolean)) {
      const name = privilege.toUpperCase();
      add(
        `${type} ${escapeId(String(db), true)}.${escapeId(String(routine), true)}`,
        name === "GRANT" ? GRANT_OPTION : name,
      );
    }
  }
  return grants;
}

/** USAGE stands for no privilege. */
function addPrivilege(row: Row, add: (object: string, privilege: string) => void): void {
  const { db, tab, col, privilege, grantable } = row;
  const names = [db, tab].map((name) => (name === undefined ? "*" : escapeId(String(name), true)));
  const object = names.join(".");
  if (privilege !== "USAGE") {
    add(object, col === undefined ? String(privilege) : `${privilege} (${escapeId(String(col), true)})`);
  }
  if (grantable === "YES") {
    add(object, GRANT_OPTION);
  }
}
