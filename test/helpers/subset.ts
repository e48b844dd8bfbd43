/**
 * Nested subset comparison with jest's own equality: an object may hold more than is asked for, a list is compared
 * entry by entry and must be as long, asymmetric matchers (`expect.stringContaining`) work at any depth.
 */

/** True when `actual` holds everything that `subset` asks for. */
export function matches(actual: unknown, subset: unknown): boolean {
  return difference(actual, subset) === undefined;
}

/** What keeps `actual` from holding `subset`, as a diff in jest's notation; undefined where nothing does. */
export function difference(actual: unknown, subset: unknown): string | undefined {
  try {
    expect(actual).toMatchObject(subset as object);
    return undefined;
  } catch (error) {
    return withoutHeadline((error as Error).message);
  }
}

/** Lines of a diff that differ: tells the nearest of several candidates. */
export function distance(diff: string): number {
  return diff.split("\n").filter((line) => /^[-+] /.test(plain(line))).length;
}

/** Jest's first line says what was called, which is this file's doing and nobody's concern. */
function withoutHeadline(message: string): string {
  return message.replace(/^.*toMatchObject.*\n+/, "");
}

/** Text without terminal colours. */
function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what introduces a colour
  return text.replace(/\u001b\[\d+m/g, "");
}
