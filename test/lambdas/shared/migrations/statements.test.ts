import { parseStatements } from "../../../../lambdas/shared/migrations/statements";

const parse = (sql: string) => parseStatements("app/0001-a.sql", sql);
const kind = (sql: string) => parse(`${sql};`)[0]?.kind;

describe("parseStatements", () => {
  it("divides a file, and leaves out the comments around statements", () => {
    const statements = parse(
      "# first\nCREATE TABLE a (id INT /* key */); -- b;\n\n/* c */ INSERT INTO a\n VALUES (';') ;",
    );
    expect(statements).toEqual([
      {
        number: 1,
        line: 2,
        kind: "CREATE TABLE",
        isData: false,
        isRepeatable: false,
        text: "CREATE TABLE a (id INT /* key */)",
      },
      { number: 2, line: 4, kind: "INSERT", isData: true, isRepeatable: false, text: "INSERT INTO a\n VALUES (';')" },
    ]);
  });

  it.each([
    ["CREATE UNIQUE INDEX a ON b (c)", "CREATE INDEX"],
    ["create or replace algorithm = merge sql security invoker view a as select 1", "CREATE VIEW"],
    ["CREATE TRIGGER a BEFORE INSERT ON b FOR EACH ROW SET NEW.c = 1", "CREATE TRIGGER"],
    ["CREATE EVENT a ON SCHEDULE EVERY 1 DAY DO DELETE FROM b", "CREATE EVENT"],
    ["CREATE PROCEDURE a() SELECT 1", "CREATE PROCEDURE"],
    ["CREATE DEFINER = CURRENT_USER FUNCTION a() RETURNS INT RETURN 1", "CREATE FUNCTION"],
    ["ALTER TABLE a ADD COLUMN begin INT", "ALTER TABLE"],
    ["RENAME TABLE a TO b", "RENAME TABLE"],
    ["DROP INDEX a ON b", "DROP INDEX"],
    ["TRUNCATE a", "TRUNCATE TABLE"],
    ["UPDATE a SET last_insert_id = 1", "UPDATE"],
    ["DELETE FROM a", "DELETE"],
    ["REPLACE INTO a VALUES (1)", "REPLACE"],
    ["WITH a AS (SELECT 1) DELETE FROM b", "WITH"],
    ["INSERT INTO a VALUES ('USE; @x')", "INSERT"],
  ])("accepts %s", (sql, expected) => {
    expect(kind(sql)).toBe(expected);
  });

  it.each([
    ["DELIMITER $$\nCREATE TRIGGER a", "must not contain DELIMITER; write a body of one statement"],
    ["CREATE TRIGGER a BEFORE INSERT ON b FOR EACH ROW\nBEGIN SET c = 1;", "must not contain BEGIN"],
    ["CREATE PROCEDURE a() BEGIN SELECT 1;", "must not contain BEGIN"],
    ["ALTER EVENT a DO BEGIN DELETE FROM b;", "must not contain BEGIN"],
    ["USE other;", "must not contain USE; leave it out, because the folder names the database"],
    ["LOCK TABLES a WRITE;", "must not contain LOCK"],
    ["UNLOCK TABLES;", "must not contain UNLOCK"],
    ["SET sql_mode = '';", "must not contain SET; write statements that do not depend on the connection"],
    ["SET GLOBAL a = 1;", "must not contain SET"],
    ["GRANT ALL ON a TO b;", "must not contain GRANT; leave it out, because users and grants follow from the roles"],
    ["REVOKE ALL ON a FROM b;", "must not contain REVOKE"],
    ["CREATE USER a;", "must not contain USER"],
    ["DROP ROLE a;", "must not contain ROLE"],
    ["ALTER DATABASE a CHARACTER SET utf8mb4;", "must not contain DATABASE; name the database in the configuration"],
    ["DROP SCHEMA a;", "must not contain SCHEMA"],
    ["CREATE TEMPORARY TABLE a (b INT);", "must not contain TEMPORARY"],
    ["START TRANSACTION;", "must not contain START; leave it out, because each statement is committed with its record"],
    ["BEGIN;", "must not contain BEGIN"],
    ["COMMIT;", "must not contain COMMIT"],
    ["ROLLBACK;", "must not contain ROLLBACK"],
    ["SAVEPOINT a;", "must not contain SAVEPOINT"],
    ["PREPARE a FROM 'b';", "must not contain PREPARE"],
    ["INSERT INTO a VALUES (LAST_INSERT_ID ( ));", "must not contain LAST_INSERT_ID()"],
    ["UPDATE a SET b = row_count();", "must not contain ROW_COUNT()"],
    ["UPDATE a SET b = @c;", "must not contain variables or accounts (@)"],
    [
      "INSERT INTO a VALUES (RELEASE_ALL_LOCKS());",
      "must not contain RELEASE_ALL_LOCKS(); leave it out, because the run",
    ],
    ["INSERT INTO a SELECT `Release_All_Locks`();", "must not contain RELEASE_ALL_LOCKS(); leave it out"],
    ["INSERT INTO a SELECT `last_insert_id` ();", "must not contain LAST_INSERT_ID()"],
    ["DELETE FROM schema_migrations;", "must not contain schema_migrations; leave this table to the runs"],
    ["DROP TABLE app.`Schema_Migrations`;", "must not contain schema_migrations"],
    ["/*!50003 CREATE TABLE a (b INT) */;", "must not contain /*! */"],
    ["/*M!100000 CREATE TABLE a (b INT) */;", "must not contain /*! */"],
    ["CREATE TABLE a (b INT) /*!ENGINE=MyISAM*/;", "must not contain /*! */"],
    ["SELECT 1;", "must begin each statement with one of CREATE, ALTER, DROP, RENAME, TRUNCATE, INSERT,"],
    ["LOAD DATA INFILE 'x' INTO TABLE a;", "got LOAD"],
    ["CALL a();", "got CALL"],
    ["CREATE SERVER a;", "got CREATE SERVER"],
    ["CREATE TABEL a (b INT);", "got CREATE TABEL"],
    ["'secret';", "got another text"],
    [";", "must not contain an empty statement; remove the semicolon"],
    ["INSERT INTO a VALUES (1);;", "must not contain an empty statement"],
    ["INSERT INTO a VALUES (1)", "must end the statement with a semicolon"],
    ["INSERT INTO a VALUES ('b);", "must end the quote or comment that begins here"],
    ["INSERT INTO a VALUES (1); -- repeatable\n", "must have the comment repeatable on a line of its own"],
    ["INSERT INTO a\n-- repeatable\nVALUES (1);", "must have the comment repeatable on a line of its own"],
    ["INSERT INTO a VALUES (1);\n-- repeatable\n", "must have a statement below the comment repeatable"],
  ])("refuses %j", (sql, rule) => {
    expect(() => parse(sql)).toThrow(
      expect.objectContaining({ name: "LoggableError", message: expect.stringContaining(rule) }),
    );
  });

  it.each(["", "-- nothing\n", "/* nothing */"])("refuses %j, which has no statement", (sql) => {
    expect(() => parse(sql)).toThrow("app/0001-a.sql must contain a statement, got none");
  });

  it("names file and line, and no text of the file", () => {
    expect(() => parse("CREATE TABLE a (b INT);\n\nINSERT INTO a\nVALUES ('secret', @password);")).toThrow(
      /^app\/0001-a\.sql:4 must not contain variables or accounts \(@\); [a-z ,]+$/,
    );
  });

  it.each(["CREATE OR REPLACE 'secret';", "CREATE `secret`;"])("repeats no name or value of %j", (sql) => {
    expect(() => parse(sql)).toThrow(/got CREATE$/);
  });

  it("reports the first fault of a file", () => {
    expect(() => parse("USE a;\nCREATE TABLE b ('")).toThrow("app/0001-a.sql:1 must not contain USE");
  });

  it.each(["-- repeatable", "#repeatable", "  --  Repeatable  ", "-- repeatable\n-- because"])(
    "marks only the statement below %j as repeatable",
    (mark) => {
      const sql = `INSERT INTO a VALUES (1);\n${mark}\nDROP TABLE IF EXISTS a;\nDROP TABLE b;`;
      expect(parse(sql).map(({ isRepeatable }) => isRepeatable)).toEqual([false, true, false]);
    },
  );

  it("marks no statement below a comment that only mentions the word", () => {
    expect(parse("-- not repeatable\nDROP TABLE a;")[0]?.isRepeatable).toBe(false);
  });
});
