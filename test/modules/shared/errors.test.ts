import { ensure, requirement } from "../../../modules/shared/errors";

describe("requirement", () => {
  test("says field, rule and value", () => {
    expect(requirement("port", "be at most 65535", 70000)).toBe("port must be at most 65535, got 70000");
  });

  test("adds the remedy where there is one", () => {
    expect(requirement("port", "be free", 80, "choose another")).toBe("port must be free, got 80; choose another");
  });

  test.each([
    ["text", '"text"'],
    [undefined, "nothing"],
    [null, "null"],
    [false, "false"],
    [{ a: [1] }, '{"a":[1]}'],
    [Symbol("odd"), "Symbol(odd)"],
  ])("writes the value %p as %s", (value, text) => {
    expect(requirement("x", "be y", value)).toBe(`x must be y, got ${text}`);
  });

  test("shortens a long value to 80 characters", () => {
    expect(requirement("x", "be y", "v".repeat(200))).toBe(`x must be y, got "${"v".repeat(79)}…`);
  });
});

describe("ensure", () => {
  test("does nothing where the rule is met", () => {
    expect(() => ensure(true, "x", "be y", 1)).not.toThrow();
  });

  test("throws the requirement where it is not", () => {
    expect(() => ensure(false, "x", "be y", 1, "change it")).toThrow(new Error("x must be y, got 1; change it"));
  });
});
