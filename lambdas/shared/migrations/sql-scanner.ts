/**
 * - `word`: letters, digits, `_`, `$` and characters above U+007F, e.g. a keyword, a name or a number
 * - `quoted`: a text or name with its quotes
 * - `end`: the `;` after a statement
 * - `symbol`: any other character
 */
export type TokenKind = "word" | "quoted" | "comment" | "end" | "symbol";

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** Offset of the first character. */
  readonly start: number;
}

/** A quote or comment without its end. */
export class UnterminatedError extends Error {
  /** Offset of its first character. */
  readonly start: number;

  constructor(start: number) {
    super("must end the quote or comment that begins here");
    this.name = "UnterminatedError";
    this.start = start;
  }
}

/** MySQL's white space. Not `\s`, which has characters that MySQL accepts in names. */
const SPACE = /[ \t\n\v\f\r]+/y;

const WORD = /[\w$\u0080-\uffff]+/y;

/** Two dashes begin a comment only before white space, a control character or the end (reference manual, "Comments"). */
const LINE_COMMENT = /(?:#|--(?=[\0-\x20\x7f]|$))[^\n]*/y;

/**
 * Divides SQL into the tokens of MySQL's lexer, without white space. It assumes that backslashes escape in texts, i.e. that
 * `sql_mode` has no NO_BACKSLASH_ESCAPES.
 *
 * @throws UnterminatedError
 */
export function* scan(sql: string): Generator<Token> {
  let start = matchEnd(SPACE, sql, 0) ?? 0;
  while (start < sql.length) {
    const [kind, end] = tokenAt(sql, start);
    yield { kind, text: sql.slice(start, end), start };
    start = matchEnd(SPACE, sql, end) ?? end;
  }
}

/** Kind of the token that begins here, and the offset after it. */
function tokenAt(sql: string, start: number): readonly [TokenKind, number] {
  const first = sql.charAt(start);
  if (first === ";") {
    return ["end", start + 1];
  }
  if (first === "'" || first === '"' || first === "`") {
    return ["quoted", endOfQuote(sql, start, first)];
  }
  if (sql.startsWith("/*", start)) {
    const close = sql.indexOf("*/", start + 2);
    if (close === -1) {
      throw new UnterminatedError(start);
    }
    return ["comment", close + 2];
  }
  const comment = matchEnd(LINE_COMMENT, sql, start);
  if (comment) {
    return ["comment", comment];
  }
  const word = matchEnd(WORD, sql, start);
  return word ? ["word", word] : ["symbol", start + 1];
}

function matchEnd(pattern: RegExp, sql: string, start: number): number | undefined {
  pattern.lastIndex = start;
  return pattern.test(sql) ? pattern.lastIndex : undefined;
}

/** A doubled quote is part of the quoted text. A backslash escapes the next character, except in names. */
function endOfQuote(sql: string, start: number, quote: string): number {
  for (let at = start + 1; at < sql.length; at += 1) {
    if (sql[at] === "\\" && quote !== "`") {
      at += 1;
    } else if (sql[at] === quote) {
      if (sql[at + 1] !== quote) {
        return at + 1;
      }
      at += 1;
    }
  }
  throw new UnterminatedError(start);
}
