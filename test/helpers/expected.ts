import { Token } from "cdktf";

/**
 * Checks the expected value of a comparison. A RegExp becomes a matcher for strings. Refuses everything that no Terraform configuration
 * contains, because such a value would match anything, or nothing, without a message.
 *
 * @param path place of the value in the expectation, for the message
 * @throws Error with the place and what to write, and outside of jest
 */
export function checkedExpectation(value: unknown, path = "the expectation"): unknown {
  if (typeof expect === "undefined") {
    throw new Error("comparisons must run in jest, which provides expect, got no expect; run the test with npx jest");
  }
  return check(value, path, []);
}

function check(value: unknown, path: string, above: readonly object[]): unknown {
  const refuse = (got: string, advice: string): never => {
    throw new Error(`${path} must be a value of JSON, a RegExp or an asymmetric matcher, got ${got}; ${advice}`);
  };
  if (value === undefined) {
    return refuse("undefined", "to test that an attribute is not set, use expect(...).not.toHaveProperty(...)");
  }
  if (["function", "symbol", "bigint"].includes(typeof value)) {
    return refuse(`a ${typeof value}`, "compare the returned attributes with expect(...)");
  }
  if (typeof value === "number" && !Number.isFinite(value)) {
    return refuse(`${value}`, "Terraform has no such number");
  }
  if (Token.isUnresolved(value)) {
    return refuse("an unresolved token", "use the text of the reference, from Template.ref(...)");
  }
  if (typeof value !== "object" || value === null || isMatcher(value)) {
    return value;
  }
  if (value instanceof RegExp) {
    return stringMatching(value, refuse);
  }
  if (above.includes(value)) {
    return refuse("an object that contains itself", "write the parts to compare");
  }
  if (Array.isArray(value)) {
    // Array.from also visits holes.
    return Array.from(value, (entry, index) => check(entry, `${path}[${index}]`, [...above, value]));
  }
  if (!isPlain(value)) {
    return refuse(`an instance of ${value.constructor.name}`, "write it as Terraform's JSON has it");
  }
  const [symbol] = Object.getOwnPropertySymbols(value);
  if (symbol !== undefined) {
    return refuse(`an object with the key ${String(symbol)}`, "JSON has text keys only");
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key, check(entry, `${path}.${key}`, [...above, value])]),
  );
}

function stringMatching(pattern: RegExp, refuse: (got: string, advice: string) => never): unknown {
  if (pattern.sticky) {
    return refuse(`${pattern} with the flag y`, "start the pattern with ^");
  }
  // With the flag g, a RegExp continues at the end of its last match.
  return expect.stringMatching(new RegExp(pattern.source, pattern.flags.replace("g", "")));
}

/** True for `expect.anything()` and others of jest's matchers, and for a Capture. */
function isMatcher(value: object): boolean {
  return "$$typeof" in value && value.$$typeof === Symbol.for("jest.asymmetricMatcher");
}

/** True for `{}` of any realm. Jest's tests and Node's modules have different ones. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
