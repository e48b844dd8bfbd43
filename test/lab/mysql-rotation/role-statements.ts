import type { DatabaseRole } from "../../../lambdas/shared/database/role-rights";

/** A statement and the roles that may run it. Other roles are refused with this error number of the server. */
export interface RoleStatement {
  readonly sql: string;
  readonly roles: readonly DatabaseRole[];
  readonly refusal: number;
}

const EVERY: readonly DatabaseRole[] = ["owner", "migrator", "api", "reader"];
const WRITERS: readonly DatabaseRole[] = ["owner", "migrator", "api"];
const BUILDERS: readonly DatabaseRole[] = ["owner", "migrator"];

/** Error numbers: access denied to a database, to a table's command, to a routine, and a missing global privilege. */
const [DATABASE, COMMAND, ROUTINE, GLOBAL] = [1044, 1142, 1370, 1227];

/** Objects that exist before the statements run. */
export const FIXTURE: readonly string[] = [
  "CREATE TABLE t (id INT PRIMARY KEY, n INT)",
  "INSERT INTO t VALUES (1, 1)",
  "CREATE VIEW v AS SELECT id FROM t",
  "CREATE PROCEDURE p() SELECT 1",
  "CREATE TRIGGER t_before BEFORE INSERT ON t FOR EACH ROW SET NEW.n = NEW.id",
];

/** Statements in their order: later ones use what earlier ones create. */
export const STATEMENTS: readonly RoleStatement[] = [
  ...may(EVERY, 0, "SELECT * FROM t", "SELECT * FROM v", "SHOW TABLES", "DESCRIBE t", "SELECT GET_LOCK('lab', 0)"),
  ...may(["owner", "migrator", "reader"], COMMAND, "SHOW CREATE VIEW v"),
  ...may(
    WRITERS,
    COMMAND,
    "INSERT INTO t VALUES (2, 2)",
    "UPDATE t SET n = 3 WHERE id = 2",
    "DELETE FROM t WHERE id = 2",
    "REPLACE INTO t VALUES (3, 3)",
  ),
  ...may(WRITERS, 0, "START TRANSACTION", "ROLLBACK").map((statement) => ({ ...statement, roles: EVERY })),
  ...may(
    BUILDERS,
    COMMAND,
    "CREATE TABLE made (id INT PRIMARY KEY, t INT)",
    "ALTER TABLE t ADD COLUMN added INT",
    "CREATE INDEX by_n ON t (n)",
    "DROP INDEX by_n ON t",
    "ALTER TABLE made ADD CONSTRAINT made_t FOREIGN KEY (t) REFERENCES t (id)",
    "CREATE TRIGGER made_before BEFORE INSERT ON made FOR EACH ROW SET NEW.t = NULL",
    "DROP TRIGGER t_before",
    "CREATE VIEW w AS SELECT 1",
    "DROP VIEW w",
    "DROP TABLE made",
    "RENAME TABLE t TO u, u TO t",
    "TRUNCATE TABLE t",
  ),
  ...may(
    BUILDERS,
    DATABASE,
    "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DELETE FROM t",
    "DROP EVENT e",
    "CREATE PROCEDURE q() SELECT 1",
    "CREATE TEMPORARY TABLE temporary_one (id INT)",
    "LOCK TABLES t READ",
  ),
  ...may(EVERY, 0, "UNLOCK TABLES"),
  ...may(BUILDERS, ROUTINE, "CALL p()", "ALTER PROCEDURE p COMMENT 'c'", "DROP PROCEDURE p"),
  ...may([], DATABASE, "CREATE DATABASE stranger", "DROP DATABASE newsXdb", "USE newsXdb", "USE mysql"),
  ...may([], COMMAND, "SELECT * FROM newsXdb.t", "SELECT * FROM mysql.user", "DELETE FROM mysql.user"),
  ...may(
    [],
    GLOBAL,
    "CREATE USER stranger",
    "DROP USER project_x_user",
    "SET GLOBAL max_connections = 10",
    "FLUSH TABLES",
    "SHOW MASTER STATUS",
    "SELECT 1 INTO OUTFILE '/tmp/tierra-must-not-exist'",
  ),
  ...may([], DATABASE, "GRANT SELECT ON `news\\_db`.* TO project_x_user", "SHOW GRANTS FOR project_x_user"),
];

function may(roles: readonly DatabaseRole[], refusal: number, ...statements: readonly string[]): RoleStatement[] {
  return statements.map((sql) => ({ sql, roles, refusal }));
}
