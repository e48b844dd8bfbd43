import { SCHEMA_TABLE } from "./schema-table";
import type { Token } from "./sql-scanner";

/** Statements that change data only. InnoDB undoes them when their transaction does not commit. */
const DATA = ["INSERT", "UPDATE", "DELETE", "REPLACE", "WITH"];

/** Statements that commit by themselves. */
const STRUCTURE = ["CREATE", "ALTER", "DROP", "RENAME", "TRUNCATE"];

const OBJECTS = ["TABLE", "INDEX", "VIEW", "TRIGGER", "PROCEDURE", "FUNCTION", "EVENT"];

/** What may stand between the first word and the object, e.g. in `CREATE OR REPLACE SQL SECURITY INVOKER VIEW`. */
const BETWEEN = [
  ...["OR", "REPLACE", "UNIQUE", "FULLTEXT", "SPATIAL", "ALGORITHM", "UNDEFINED", "MERGE", "TEMPTABLE"],
  ...["SQL", "SECURITY", "DEFINER", "INVOKER", "CURRENT_USER", "=", "(", ")"],
];

/** Objects whose body may have several statements. */
const WITH_BODY = ["TRIGGER", "PROCEDURE", "FUNCTION", "EVENT"];

/** Functions whose result depends on the connection, which is another one when a later run continues the file. */
const OF_CONNECTION = ["LAST_INSERT_ID", "ROW_COUNT", "FOUND_ROWS", "CONNECTION_ID"];

/** Functions that could release the lock of the run. */
const LOCKING = ["GET_LOCK", "RELEASE_LOCK", "RELEASE_ALL_LOCKS"];

const ONE_STATEMENT = "write a body of one statement";
const STANDS_ALONE = "write statements that do not depend on the connection, because another run may continue the file";
const COMMITTED = "leave it out, because each statement is committed with its record";
const ROLES = "leave it out, because users and grants follow from the roles of the configuration";

/** What to do in place of a statement, by its first word or its object. */
const INSTEAD: Readonly<Record<string, string>> = {
  ...{ DELIMITER: ONE_STATEMENT, BEGIN: ONE_STATEMENT, END: ONE_STATEMENT },
  ...{ START: COMMITTED, COMMIT: COMMITTED, ROLLBACK: COMMITTED, SAVEPOINT: COMMITTED, XA: COMMITTED },
  ...{ LOCK: COMMITTED, UNLOCK: COMMITTED },
  ...{ SET: STANDS_ALONE, TEMPORARY: STANDS_ALONE, PREPARE: STANDS_ALONE, EXECUTE: STANDS_ALONE },
  ...{ GRANT: ROLES, REVOKE: ROLES, USER: ROLES, ROLE: ROLES },
  USE: "leave it out, because the folder names the database",
  DATABASE: "name the database in the configuration",
  SCHEMA: "name the database in the configuration",
};

/** A rule that a token breaks. */
export interface Breach {
  readonly token: Token;
  /** Follows the name of file and line, e.g. `must not contain USE; leave it out`. */
  readonly rule: string;
}

/** What a statement does, e.g. `CREATE TABLE` or `INSERT`. Undefined when migrations do not support it. */
export function kindOf(tokens: readonly Token[]): string | undefined {
  const [verb = "", ...words] = tokens.map(upperCase);
  if (DATA.includes(verb)) {
    return verb;
  }
  if (verb === "TRUNCATE") {
    return "TRUNCATE TABLE";
  }
  const object = words.find((word) => !BETWEEN.includes(word)) ?? "";
  return STRUCTURE.includes(verb) && OBJECTS.includes(object) ? `${verb} ${object}` : undefined;
}

export function changesDataOnly(kind: string): boolean {
  return DATA.includes(kind);
}

/**
 * The first rule that a statement breaks.
 *
 * @param tokens at least one, without comments
 */
export function breachOf(tokens: readonly [Token, ...Token[]]): Breach | undefined {
  const kind = kindOf(tokens);
  const [token] = tokens;
  if (!kind) {
    const words = tokens.map(upperCase);
    const named = [words[0], words.slice(1).find((word) => !BETWEEN.includes(word))].filter(
      (word) => word !== undefined && Object.hasOwn(INSTEAD, word),
    );
    const [word] = named;
    return word ? breach(token, word, INSTEAD[word] ?? "") : { token, rule: unsupported(words) };
  }
  for (const [index, part] of tokens.entries()) {
    const found = breachAt(part, kind, tokens[index + 1]?.text === "(");
    if (found) {
      return found;
    }
  }
  return undefined;
}

function breachAt(token: Token, kind: string, called: boolean): Breach | undefined {
  const word = upperCase(token);
  if (word === "@") {
    return breach(token, "variables or accounts (@)", STANDS_ALONE);
  }
  const name = unquoted(token).toUpperCase();
  if (called && OF_CONNECTION.includes(name)) {
    return breach(token, `${name}()`, STANDS_ALONE);
  }
  if (called && LOCKING.includes(name)) {
    return breach(token, `${name}()`, "leave it out, because the run holds a lock");
  }
  if (word === "BEGIN" && WITH_BODY.includes(kind.split(" ")[1] ?? "")) {
    return breach(token, word, ONE_STATEMENT);
  }
  if (unquoted(token).toLowerCase() === SCHEMA_TABLE) {
    return breach(token, SCHEMA_TABLE, "leave this table to the runs");
  }
  return undefined;
}

function breach(token: Token, what: string, instead: string): Breach {
  return { token, rule: `must not contain ${what}; ${instead}` };
}

function unsupported([verb = "", ...words]: readonly string[]): string {
  const object = STRUCTURE.includes(verb) ? words.find((word) => !BETWEEN.includes(word)) : undefined;
  const got = [verb, ...(object ? [object] : [])].map((word) => (/^[A-Z_]{1,32}$/.test(word) ? word : "another text"));
  const known = [...STRUCTURE, ...DATA].join(", ");
  return `must begin each statement with one of ${known}, and change only ${OBJECTS.join(", ")}, got ${got.join(" ")}`;
}

/** A name with or without its backticks. Servers also call functions of their own by a quoted name. */
function unquoted({ text }: Token): string {
  return text.startsWith("`") ? text.slice(1, -1) : text;
}

function upperCase(token: Token): string {
  return token.kind === "word" || token.kind === "symbol" ? token.text.toUpperCase() : "";
}
