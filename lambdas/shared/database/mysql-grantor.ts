import { escapeId } from "mysql2/promise";
import { readGrants, type ServerKind } from "./grant-tables";
import type { Grantor } from "./grants";
import { account, type Query } from "./server";

const SETTINGS = "SHOW VARIABLES WHERE Variable_name IN ('partial_revokes', 'lower_case_table_names')";

/**
 * Grants of MySQL and MariaDB.
 *
 * @param version the server's, e.g. `8.0.42` or `10.11.14-MariaDB`
 */
export function mysqlGrantor(query: Query, version: string): Grantor {
  const kind = kindOf(version);
  return {
    async databaseObjects(names) {
      const rows = await query("read its settings", SETTINGS);
      const settings = new Map(rows.map(({ Variable_name: name, Value: value }) => [name, value]));
      const lowerCase = (settings.get("lower_case_table_names") ?? "0") !== "0";
      const wildcards = settings.get("partial_revokes") !== "ON";
      return names.map((name) => databaseObject(lowerCase ? name.toLowerCase() : name, wildcards));
    },
    readGrants: (username) => readGrants(query, kind, username),
    async grant(username, object, privileges) {
      await query("grant", `GRANT ${privileges.join(", ")} ON ${object} TO ${account(username)}`);
    },
    async revoke(username, object, privileges) {
      const where = object === "" ? "" : ` ON ${object}`;
      await query("revoke", `REVOKE ${privileges.join(", ")}${where} FROM ${account(username)}`);
    },
  };
}

/**
 * @param wildcards whether `_` and `%` in a database name are wildcards and must be escaped. They are not with MySQL's
 *   `partial_revokes`, where a backslash is part of the name (reference manual, GRANT).
 */
export function databaseObject(name: string, wildcards: boolean): string {
  return `${escapeId(wildcards ? name.replace(/[\\_%]/g, "\\$&") : name, true)}.*`;
}

function kindOf(version: string): ServerKind {
  if (/mariadb/i.test(version)) {
    return "mariadb";
  }
  return Number.parseInt(version, 10) < 8 ? "mysql-5" : "mysql";
}
