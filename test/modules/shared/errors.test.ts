import { ensure, required, requirement } from "../../../modules/shared/errors";

describe("requirement", () => {
  it("says field, rule and value", () => {
    expect(requirement("port", "be at most 65535", 70000)).toBe("port must be at most 65535, got 70000");
  });

  it("adds the remedy where there is one", () => {
    expect(requirement("port", "be free", 80, "choose another")).toBe("port must be free, got 80; choose another");
  });

  it.each([
    ["text", '"text"'],
    [undefined, "nothing"],
    [null, "null"],
    [false, "false"],
    [{ a: [1] }, '{"a":[1]}'],
    [Symbol("odd"), "Symbol(odd)"],
    ["", '"" (empty)'],
    [[], "[] (empty)"],
    [Number.NaN, "NaN"],
    [1e21, "1e+21"],
    [5n, "5n"],
    [{ a: 5n }, "[object Object]"],
    [() => "two\nlines", "a function"],
    ["a\nb\u202ec\u009b", '"a\\nb\\u202ec\\u009b"'],
  ])("writes the value %p as %s", (value, text) => {
    expect(requirement("x", "be y", value)).toBe(`x must be y, got ${text}`);
  });

  it("shortens a long value to 80 characters", () => {
    expect(requirement("x", "be y", "v".repeat(200))).toBe(`x must be y, got "${"v".repeat(79)}…`);
  });
});

describe("ensure", () => {
  it("does nothing where the rule is met", () => {
    expect(() => ensure(true, "x", "be y", 1)).not.toThrow();
  });

  it("throws the requirement where it is not", () => {
    expect(() => ensure(false, "x", "be y", 1, "change it")).toThrow(new Error("x must be y, got 1; change it"));
  });
});

describe("required", () => {
  it.each([
    ["map", new Map([["a", 1]]), "a"],
    ["record", { a: 1 }, "a"],
    ["list", [1], 0],
  ])("gives the value under a key of a %s", (_, values, key) => {
    expect(required(values, key, "values")).toBe(1);
  });

  it("gives a value that is false or empty", () => {
    expect(required({ a: false }, "a", "flags")).toBe(false);
    expect(required([""], 0, "texts")).toBe("");
  });

  it.each([
    ["map", new Map([["a", 1]]), "b", 'values must have an entry for "b", got ["a"]'],
    ["record", { a: 1 }, "b", 'values must have an entry for "b", got ["a"]'],
    [
      "record without the inherited properties",
      { a: 1 },
      "toString",
      'values must have an entry for "toString", got ["a"]',
    ],
    ["record whose value is undefined", { a: undefined }, "a", 'values must have an entry for "a", got ["a"]'],
    ["list", [1], 1, 'values must have an entry for 1, got ["0"]'],
    ["empty list", [], 0, "values must have an entry for 0, got [] (empty)"],
  ])("fails when a %s has no such value", (_, values, key, message) => {
    expect(() => required<unknown>(values as readonly unknown[], key, "values")).toThrow(new Error(message));
  });
});
