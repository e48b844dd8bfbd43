import { LoggableError } from "../loggable-error";
import { scan, type Token, UnterminatedError } from "./sql-scanner";
import { breachOf, changesDataOnly, kindOf } from "./statement-rules";

export interface Statement {
  /** From 1. */
  readonly number: number;
  /** From its first token to its last, without `;` and without the comments before it. */
  readonly text: string;
  /** Line of its first token, from 1. */
  readonly line: number;
  /** What it does, e.g. `CREATE TABLE`. */
  readonly kind: string;
  /** Whether it changes data only, and can therefore be committed together with its record. */
  readonly isData: boolean;
  /** Whether it may run again when it is not known whether it took effect. */
  readonly isRepeatable: boolean;
}

/** The tokens of a statement without comments. */
type Tokens = readonly [Token, ...Token[]];

interface Group {
  readonly tokens: Tokens;
  readonly isRepeatable: boolean;
}

/** A rule that the file breaks at this offset. */
class BrokenRule extends Error {
  readonly start: number;

  constructor(start: number, rule: string) {
    super(rule);
    this.start = start;
  }
}

/** The comment above a statement that may run twice. */
const REPEATABLE = /^(?:--|#)\s*repeatable\s*$/i;

/** Comments that some servers run as statements. */
const EXECUTABLE = /^\/\*M?!/;

/**
 * Divides a file into its statements, and checks each.
 *
 * @param name of the file, for errors
 * @throws LoggableError with file and line, and without any text of the file but keywords
 */
export function parseStatements(name: string, sql: string): readonly Statement[] {
  const statements: Statement[] = [];
  let [line, counted] = [1, 0];
  try {
    for (const { tokens, isRepeatable } of groupsOf(sql)) {
      line += newlines(sql.slice(counted, tokens[0].start));
      counted = tokens[0].start;
      statements.push({ ...statementOf(tokens, sql), number: statements.length + 1, line, isRepeatable });
    }
  } catch (error) {
    if (error instanceof BrokenRule || error instanceof UnterminatedError) {
      throw new LoggableError(`${name}:${1 + newlines(sql.slice(0, error.start))} ${error.message}`);
    }
    throw error;
  }
  if (statements.length === 0) {
    throw new LoggableError(`${name} must contain a statement, got none`);
  }
  return statements;
}

/** The tokens of each statement. @throws BrokenRule or UnterminatedError */
function* groupsOf(sql: string): Generator<Group> {
  let tokens: Token[] = [];
  let mark: Token | undefined;
  for (const token of scan(sql)) {
    if (token.kind === "comment") {
      mark = checkComment(token, sql, tokens.length > 0) ? token : mark;
    } else if (token.kind === "end") {
      const [first, ...others] = tokens;
      if (!first) {
        throw new BrokenRule(token.start, "must not contain an empty statement; remove the semicolon");
      }
      yield { tokens: [first, ...others], isRepeatable: mark !== undefined };
      [tokens, mark] = [[], undefined];
    } else {
      tokens.push(token);
    }
  }
  const [first, ...others] = tokens;
  if (first) {
    checkTokens([first, ...others]);
    throw new BrokenRule(first.start, "must end the statement with a semicolon");
  }
  if (mark) {
    throw new BrokenRule(mark.start, "must have a statement below the comment repeatable");
  }
}

/** Whether the comment marks the next statement as repeatable. @throws BrokenRule */
function checkComment({ text, start }: Token, sql: string, inStatement: boolean): boolean {
  if (EXECUTABLE.test(text)) {
    throw new BrokenRule(start, "must not contain /*! */; write the statement without the comment");
  }
  if (!REPEATABLE.test(text)) {
    return false;
  }
  const before = sql.slice(sql.lastIndexOf("\n", start) + 1, start);
  if (inStatement || before.trim() !== "") {
    throw new BrokenRule(start, "must have the comment repeatable on a line of its own, above the statement");
  }
  return true;
}

function statementOf(tokens: Tokens, sql: string): Pick<Statement, "text" | "kind" | "isData"> {
  checkTokens(tokens);
  const kind = kindOf(tokens) ?? "";
  const last = tokens.at(-1) ?? tokens[0];
  return { text: sql.slice(tokens[0].start, last.start + last.text.length), kind, isData: changesDataOnly(kind) };
}

/** @throws BrokenRule */
function checkTokens(tokens: Tokens): void {
  const breach = breachOf(tokens);
  if (breach) {
    throw new BrokenRule(breach.token.start, breach.rule);
  }
}

function newlines(text: string): number {
  return text.split("\n").length - 1;
}
