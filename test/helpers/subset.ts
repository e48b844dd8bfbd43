import { checkedExpectation } from "./expected";

/**
 * Comparison with a nested subset, with jest's equality. An object may have more fields than the subset. A list must have the same
 * length and is compared entry by entry. Asymmetric matchers (`expect.stringContaining`) work at any depth. A RegExp matches strings.
 * Other values that JSON does not have are refused: functions, undefined, NaN, class instances; see {@link checkedExpectation}.
 */

/** True if `actual` contains `subset`. */
export function matches(actual: unknown, subset: unknown): boolean {
  return difference(actual, subset) === undefined;
}

/**
 * The difference between `actual` and `subset` in jest's notation. Undefined if `actual` contains `subset`.
 *
 * @throws Error outside of jest, and for an expectation that cannot be compared. A difference would let `none` pass
 */
export function difference(actual: unknown, subset: unknown): string | undefined {
  const expected = checkedExpectation(subset) as object;
  try {
    expect(actual).toMatchObject(expected);
    return otherShape(actual, expected, "");
  } catch (error) {
    const { matcherResult, message } = error as Error & { matcherResult?: unknown };
    if (matcherResult === undefined) {
      throw error;
    }
    return withoutHeadline(message);
  }
}

/** For jest, `{}` matches anything, and `{ 0: "a" }` matches `["a"]`. An object must be an object. */
function otherShape(actual: unknown, expected: unknown, path: string): string | undefined {
  if (typeof expected !== "object" || expected === null || "$$typeof" in expected) {
    return undefined;
  }
  if (!Array.isArray(expected) && (typeof actual !== "object" || actual === null || Array.isArray(actual))) {
    return `- ${path}: an object\n+ ${path}: ${JSON.stringify(actual)}`;
  }
  for (const [key, entry] of Object.entries(expected)) {
    const found = otherShape((actual as Record<string, unknown>)[key], entry, path === "" ? key : `${path}.${key}`);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

/** Number of different lines in a diff, to find the most similar of several candidates. */
export function distance(diff: string): number {
  return diff.split("\n").filter((line) => /^[-+] /.test(plain(line))).length;
}

/** Removes jest's first line, which names the matcher. */
function withoutHeadline(message: string): string {
  return message.replace(/^.*toMatchObject.*\n+/, "");
}

/** Text without terminal colours. */
function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what introduces a colour
  return text.replace(/\u001b\[\d+m/g, "");
}
