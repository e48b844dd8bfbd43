import { spawnSync } from "node:child_process";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { Fn, Token } from "cdktf";
import { REPOSITORY_ROOT } from "../../tools/shared/repository";
import { checkedExpectation } from "./expected";
import { matches } from "./subset";
import { Template } from "./template";

/** A value of each kind that an expectation could have by mistake, and what the message says about it. */
const REFUSED: readonly (readonly [string, unknown, string])[] = [
  ["a function", () => true, "a function; compare the returned attributes with expect(...)"],
  ["an async function", async () => true, "a function;"],
  ["a class", class Sample {}, "a function;"],
  ["a constructor of jest", String, "a function;"],
  ["a symbol", Symbol("x"), "a symbol;"],
  ["a bigint", 1n, "a bigint;"],
  ["undefined", undefined, "undefined; to test that an attribute is not set, use expect(...).not.toHaveProperty(...)"],
  ["NaN", Number.NaN, "NaN; Terraform has no such number"],
  ["Infinity", Number.POSITIVE_INFINITY, "Infinity; Terraform has no such number"],
  ["a Map", new Map([["a", 1]]), "an instance of Map; write it as Terraform's JSON has it"],
  ["an empty Map", new Map(), "an instance of Map;"],
  ["a Set", new Set(["a"]), "an instance of Set;"],
  ["a WeakMap", new WeakMap(), "an instance of WeakMap;"],
  ["a Date", new Date(0), "an instance of Date;"],
  ["an Error", new Error("x"), "an instance of Error;"],
  ["a Promise", Promise.resolve("x"), "an instance of Promise;"],
  ["a Buffer", Buffer.from("x"), "an instance of Buffer;"],
  ["a URL", new URL("https://example.com"), "an instance of URL;"],
  ["a String object", new Object("text"), "an instance of String;"],
  [
    "an instance of a class",
    new (class Sample {
      readonly a = 1;
    })(),
    "an instance of Sample;",
  ],
  [
    "a matcher of another library",
    new (class Match {
      readonly partial = {};
    })(),
    "an instance of Match;",
  ],
  ["a RegExp with the flag y", /a/y, "/a/y with the flag y; start the pattern with ^"],
  ["a hole in a list", new Array(1), "undefined;"],
  ["a key that is a symbol", { [Symbol("x")]: 1 }, "an object with the key Symbol(x); JSON has text keys only"],
  ["a token of a text", Token.asString({ resolve: () => "x" }), "an unresolved token; use the text of the reference"],
  ["a token of a number", Token.asNumber({ resolve: () => 1 }), "an unresolved token;"],
  ["a token of a list", Token.asList({ resolve: () => ["x"] }), "an unresolved token;"],
  ["a function of Terraform", Fn.join(",", ["a"]), "an unresolved token;"],
];

describe("checkedExpectation", () => {
  it.each(REFUSED)("refuses %s with its place", (_, value, got) => {
    const message = "must be a value of JSON, a RegExp or an asymmetric matcher, got ";
    expect(() => checkedExpectation(value)).toThrow(message + got);
    expect(() => checkedExpectation({ tags: { Name: value } })).toThrow(message + got);
    expect(() => checkedExpectation({ list: [1, { a: value }] })).toThrow(/^the expectation\.list\[1\]\.a/);
  });

  it("refuses an object that contains itself", () => {
    const circle: Record<string, unknown> = {};
    circle.a = { b: circle };
    expect(() => checkedExpectation(circle)).toThrow("the expectation.a.b must be a value of JSON");
  });

  it("allows the same object at two places", () => {
    const shared = { a: 1 };
    expect(checkedExpectation({ one: shared, two: shared })).toEqual({ one: { a: 1 }, two: { a: 1 } });
  });

  it.each([
    [null],
    [true],
    [0],
    [""],
    ["${aws_vpc.x.id}"],
    [[]],
    [{}],
    [{ a: [null, { b: 1.5 }] }],
    [Object.create(null)],
  ])("allows %j", (value) => {
    expect(checkedExpectation(value)).toEqual(value);
  });

  it("allows objects of another realm", () => {
    expect(checkedExpectation(structuredClone({ a: { b: 1 } }))).toEqual({ a: { b: 1 } });
  });

  it("works in jest only", () => {
    const script = `
      const { matches } = require("./test/helpers/subset");
      try { matches({ a: 1 }, { a: 2 }); } catch (error) { console.log(error.message); }`;
    const { stdout } = spawnSync(process.execPath, ["--import", "tsx", "-e", script], {
      cwd: REPOSITORY_ROOT,
      encoding: "utf8",
    });
    expect(stdout).toBe(
      "comparisons must run in jest, which provides expect, got no expect; run the test with npx jest\n",
    );
  });
});

/** Attributes, an expectation that they must not match, and a similar one that they must match. */
const WRONG: readonly (readonly [string, unknown, unknown, unknown])[] = [
  ["a RegExp and another text", "eu-west-1a", /^us-/, /^eu-/],
  ["a RegExp and a part of the case", "ABC", /abc/, /abc/i],
  ["a RegExp and a number", 443, /443/, 443],
  ["a RegExp and a boolean", true, /true/, true],
  ["a RegExp and null", null, /null/, null],
  ["a RegExp and a list", ["a"], /a/, [/a/]],
  ["a RegExp and an object", { a: "a" }, /a/, { a: /a/ }],
  ["an empty list and a filled one", ["a"], [], ["a"]],
  ["a shorter list", ["a", "b"], ["a"], ["a", "b"]],
  ["another order", ["a", "b"], ["b", "a"], ["a", "b"]],
  ["an object and a list", ["a"], { 0: "a" }, ["a"]],
  ["a list and an object", { 0: "a" }, ["a"], { 0: "a" }],
  ["a number and its text", 1, "1", 1],
  ["a text and its number", "1", 1, "1"],
  ["null and an object", null, {}, null],
  ["an object and null", {}, null, {}],
  ["false and null", false, null, false],
  ["an empty text and null", "", null, ""],
  ["a field that is missing", { a: 1 }, { b: 1 }, { a: 1 }],
  ["a field of the prototype", {}, { constructor: {} }, {}],
  ["a matcher of another type", "a", expect.any(Number), expect.any(String)],
  ["an inverse matcher", "abc", expect.not.stringContaining("b"), expect.stringContaining("b")],
  [
    "a matcher with a RegExp inside",
    { a: "x" },
    expect.objectContaining({ a: /y/ }),
    expect.objectContaining({ a: "x" }),
  ],
  ["a matcher with a function inside", { a: "x" }, expect.objectContaining({ a: () => true }), expect.anything()],
];

describe("matches", () => {
  it.each(WRONG)("tells apart %s", (_, actual, wrong, right) => {
    expect(matches({ value: actual }, { value: wrong })).toBe(false);
    expect(matches({ value: [{ deep: actual }] }, { value: [{ deep: wrong }] })).toBe(false);
    expect(matches({ value: actual }, { value: right })).toBe(true);
    expect(matches({ value: [{ deep: actual }], other: 1 }, { value: [{ deep: right }] })).toBe(true);
  });

  it("gives the same answer each time for a RegExp with the flag g", () => {
    const pattern = /a/g;
    expect([1, 2, 3].map(() => matches({ value: "banana" }, { value: pattern }))).toEqual([true, true, true]);
  });

  it("reports the error of a matcher instead of a difference", () => {
    const broken = {
      $$typeof: Symbol.for("jest.asymmetricMatcher"),
      asymmetricMatch: () => {
        throw new TypeError("broken");
      },
    };
    expect(() => matches({ value: 1 }, { value: broken })).toThrow("broken");
  });
});

describe("Template", () => {
  const template = Template.of((scope) => {
    new Vpc(scope, "vpc", { cidrBlock: "10.0.0.0/16", tags: { Name: "main" } });
  });

  // `none` would pass without the check, because nothing matches such a value.
  it.each(REFUSED)("fails in every query with %s, also without a resource of the type", (_, value) => {
    for (const type of ["aws_vpc", "aws_lb"]) {
      for (const query of ["one", "all", "some", "none"] as const) {
        expect(() => template[query](type, { tags: value })).toThrow("must be a value of JSON, a RegExp");
      }
    }
  });

  it.each([
    ["one", { tags: { Name: /^other/ } }, "expected one aws_vpc that matches"],
    ["all", { tags: { Name: /^other/ } }, "1 of 1 aws_vpc do not match"],
    ["some", { cidr_block: /^192/ }, "expected some aws_vpc that matches"],
    ["none", { cidr_block: /^10\./ }, "expected no aws_vpc that matches, found 1"],
  ] as const)("fails in %s with the wrong RegExp %j", (query, subset, message) => {
    expect(() => template[query]("aws_vpc", subset)).toThrow(message);
  });
});
