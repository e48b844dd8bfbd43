/**
 * Comparison with a nested subset, with jest's equality. An object may have more fields than the subset. A list must have the same
 * length and is compared entry by entry. Asymmetric matchers (`expect.stringContaining`) work at any depth.
 */

/** True if `actual` contains `subset`. */
export function matches(actual: unknown, subset: unknown): boolean {
  return difference(actual, subset) === undefined;
}

/** The difference between `actual` and `subset` in jest's notation. Undefined if `actual` contains `subset`. */
export function difference(actual: unknown, subset: unknown): string | undefined {
  try {
    expect(actual).toMatchObject(subset as object);
    return undefined;
  } catch (error) {
    return withoutHeadline((error as Error).message);
  }
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
