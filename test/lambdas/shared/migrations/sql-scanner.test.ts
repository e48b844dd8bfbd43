import fc from "fast-check";
import { scan, type TokenKind } from "../../../../lambdas/shared/migrations/sql-scanner";

const tokens = (sql: string) => [...scan(sql)].map(({ kind, text }) => [kind, text]);

describe("scan", () => {
  it.each<[string, TokenKind]>([
    ["'it''s; -- x'", "quoted"],
    ["'a\\'; b'", "quoted"],
    ["'a\\\\'", "quoted"],
    ['"a""; b"', "quoted"],
    ['"a\\"; b"', "quoted"],
    ["`a``; b`", "quoted"],
    ["`a\\`", "quoted"],
    ["'a\n;b'", "quoted"],
    ["# a; b", "comment"],
    ["-- a; 'b", "comment"],
    ["--\ta", "comment"],
    ["--", "comment"],
    ["/* a; 'b\n */", "comment"],
    ["/*/ a */", "comment"],
    ["größe_1$", "word"],
    ["\u00a0a", "word"],
    [";", "end"],
    ["@", "symbol"],
  ])("reads %j as one token", (sql, kind) => {
    expect(tokens(sql)).toEqual([[kind, sql]]);
    expect(tokens(`(${sql}\n)`)).toEqual([
      ["symbol", "("],
      [kind, sql],
      ["symbol", ")"],
    ]);
  });

  it("reads two dashes before other characters as operators", () => {
    expect(tokens("5--1;")).toEqual([
      ["word", "5"],
      ["symbol", "-"],
      ["symbol", "-"],
      ["word", "1"],
      ["end", ";"],
    ]);
  });

  it("ends a line comment at the line's end", () => {
    expect(tokens("-- a\nb # c\nd")).toEqual([
      ["comment", "-- a"],
      ["word", "b"],
      ["comment", "# c"],
      ["word", "d"],
    ]);
  });

  it("ends a block comment at its first end", () => {
    expect(tokens("/* /* */ */")).toEqual([
      ["comment", "/* /* */"],
      ["symbol", "*"],
      ["symbol", "/"],
    ]);
  });

  it.each(["'a", '"a', "`a", "'a\\'", "`a``", "/* a", "/*/"])("refuses %j, which does not end", (sql) => {
    expect(() => tokens(`b ${sql}`)).toThrow(expect.objectContaining({ name: "UnterminatedError", start: 2 }));
  });

  it("gives every character but white space to exactly one token", () => {
    const part = fc.constantFrom(
      "a",
      "'b;''c'",
      '"\\""',
      "`;`",
      "/*;*/",
      "-- d;\n",
      "#\n",
      ";",
      "(",
      "--1",
      " ",
      "\n",
      "ü",
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const sql = parts.join(" ");
        let at = 0;
        for (const { text, start } of scan(sql)) {
          expect(sql.slice(at, start).trim()).toBe("");
          expect(sql.slice(start, start + text.length)).toBe(text);
          at = start + text.length;
        }
        expect(sql.slice(at).trim()).toBe("");
      }),
    );
  });

  it("finds the statements of which a text was made, whatever quotes and comments they contain", () => {
    const hostile = fc.string({ unit: fc.constantFrom("'", '"', "`", ";", "\\", "-", " ", "#", "/", "*", "\n", "a") });
    const quoted = (quote: string) => hostile.map((text) => quote + inQuotes(text, quote) + quote);
    const comment = hostile.map((text) => `/* ${text.replaceAll("*", "")} */`);
    const line = hostile.map((text) => `-- ${text.replaceAll("\n", "")}\n`);
    const piece = fc.oneof(quoted("'"), quoted('"'), quoted("`"), comment, line, fc.constant("word"));
    const statement = fc.array(piece, { minLength: 1 }).map((pieces) => pieces.join(" "));
    fc.assert(
      fc.property(fc.array(statement), (statements) => {
        const ends = [...scan(statements.map((text) => `${text};`).join(""))].filter(({ kind }) => kind === "end");
        let length = -1;
        const offsets = statements.map((text) => {
          length += text.length + 1;
          return length;
        });
        expect(ends.map(({ start }) => start)).toEqual(offsets);
      }),
    );
  });
});

function inQuotes(text: string, quote: string): string {
  return (quote === "`" ? text : text.replaceAll("\\", "\\\\")).replaceAll(quote, quote + quote);
}
