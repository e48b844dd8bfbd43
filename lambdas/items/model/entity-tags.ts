import { Problem } from "../../shared/problem";

/** The entity tags of a condition, with their quotes, or `*` for any item. */
export type EntityTags = "*" | readonly string[];

/** One tag of a list, with the comma after it. RFC 9110, 8.8.3. The service's own tags have no other characters. */
const TAG = /[ \t]*((?:W\/)?"[\x21\x23-\x7e]*")[ \t]*(?:,|$)/y;

/**
 * Reads the values of `If-Match` or `If-None-Match`: a list of entity tags, or `*` alone (RFC 9110, 13.1).
 *
 * @param values every value of the header
 * @returns undefined without the header
 * @throws Problem 400 when the header is neither
 */
export function entityTags(name: string, values: readonly string[]): EntityTags | undefined {
  if (values.length === 0) {
    return undefined;
  }
  const text = values.join(",").trim();
  if (text === "*") {
    return "*";
  }
  const tags: string[] = [];
  TAG.lastIndex = 0;
  while (TAG.lastIndex < text.length) {
    const tag = TAG.exec(text)?.[1];
    if (tag === undefined) {
      break;
    }
    tags.push(tag);
  }
  if (tags.length === 0 || TAG.lastIndex < text.length || text.endsWith(",")) {
    const code = `invalid_${name.toLowerCase().replaceAll("-", "_")}`;
    throw new Problem(400, code, `${name} must be *, or ETags of answers with their quotes`);
  }
  return tags;
}

/** Strong comparison, for `If-Match`: a weak tag never matches. RFC 9110, 8.8.3.2. */
export function matchesStrongly(tags: EntityTags, tag: string): boolean {
  return tags === "*" || tags.includes(tag);
}

/** Weak comparison, for `If-None-Match`. Proxies that compress an answer can mark its tag as weak. */
export function matchesWeakly(tags: EntityTags, tag: string): boolean {
  return tags === "*" || tags.some((one) => one.replace(/^W\//, "") === tag);
}
