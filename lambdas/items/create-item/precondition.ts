import { type ApiEvent, headerValues, queryValues } from "../../shared/api-event";
import { Problem } from "../../shared/problem";
import { type EntityTags, entityTags, matchesStrongly } from "../model/entity-tags";
import { entityTag, type StoredItem } from "../model/stored-item";

/**
 * Which current item a request may replace.
 *
 * - `nothing`: none. The request creates an item, otherwise the answer is 409.
 * - `none-match`: none, as `If-None-Match: *` demands. The answer is then 412 (RFC 9110, 13.1.2).
 * - `anything`: any item, or none.
 * - `tags`: the item with one of these entity tags.
 */
export type Replaces = "nothing" | "none-match" | "anything" | { readonly tags: EntityTags };

/** True if the request may replace whichever item is current, so that it is still possible after a write of another request. */
export function mayReplaceAny(replaces: Replaces): boolean {
  return replaces === "anything" || (typeof replaces === "object" && replaces.tags === "*");
}

/** Reads the condition of a request. A request has at most one. @throws Problem 400 */
export function replacesOf(event: ApiEvent): Replaces {
  const overwrite = overwriteOf(event);
  const match = entityTags("If-Match", headerValues(event, "If-Match"));
  const noneMatch = entityTags("If-None-Match", headerValues(event, "If-None-Match"));
  if (overwrite !== undefined && (match ?? noneMatch) !== undefined) {
    const header = match ? "If-Match" : "If-None-Match";
    throw new Problem(400, "invalid_overwrite", `overwrite and ${header} must not be used together`);
  }
  if (match !== undefined && noneMatch !== undefined) {
    throw new Problem(400, "invalid_if_none_match", "If-Match and If-None-Match must not be used together");
  }
  if (noneMatch !== undefined) {
    if (noneMatch !== "*") {
      throw new Problem(400, "invalid_if_none_match", "If-None-Match must be * in a POST");
    }
    return "none-match";
  }
  if (match === undefined) {
    return overwrite ? "anything" : "nothing";
  }
  if (match !== "*" && match.some((tag) => tag.startsWith("W/"))) {
    // A weak tag never matches (RFC 9110, 13.1.1), so the request could only fail.
    throw new Problem(400, "invalid_if_match", "If-Match must not be a weak ETag; remove W/ if a proxy has added it");
  }
  return { tags: match };
}

/** @throws Problem 409 or 412 when the request must not replace `standing` */
export function requireReplaceable(replaces: Replaces, standing: StoredItem | undefined): void {
  if (replaces === "anything") {
    return;
  }
  if (typeof replaces === "object") {
    if (!standing || !matchesStrongly(replaces.tags, entityTag(standing))) {
      throw new Problem(412, "version_mismatch", "the item is not the one that If-Match names; read it again");
    }
    return;
  }
  if (standing) {
    const exists = "an item with this item_id exists";
    throw replaces === "nothing"
      ? new Problem(409, "item_exists", `${exists}; overwrite it with If-Match or overwrite=true`)
      : new Problem(412, "item_exists", `${exists}, and If-None-Match is *`);
  }
}

function overwriteOf(event: ApiEvent): boolean | undefined {
  const [overwrite, ...more] = queryValues(event, "overwrite");
  if (more.length > 0 || !["true", "false", undefined].includes(overwrite)) {
    throw new Problem(400, "invalid_overwrite", "overwrite must be true or false");
  }
  return overwrite === undefined ? undefined : overwrite === "true";
}
