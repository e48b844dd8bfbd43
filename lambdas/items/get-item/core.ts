import type { Answer } from "../../shared/api-handler";
import { Problem } from "../../shared/problem";
import { type EntityTags, matchesWeakly } from "../model/entity-tags";
import { invalidId, itemId } from "../model/item-id";
import { entityTag, publicJson, type StoredItem } from "../model/stored-item";

/** The item ID in a path. API Gateway passes it percent-encoded. @throws Problem 400 */
export function idFromPath(encoded: string | undefined): string {
  try {
    return itemId(decodeURIComponent(encoded ?? ""));
  } catch (error) {
    throw error instanceof Problem ? error : invalidId("item_id must be percent-encoded UTF-8");
  }
}

/**
 * The answer 200 with the item and the region that read it, or 304 without a body if `known` contains its entity tag.
 *
 * @param known the tags in `If-None-Match`
 * @throws Problem 404 if there is no item
 */
export function answerWith(item: StoredItem | undefined, known: EntityTags | undefined, region: string): Answer {
  if (!item) {
    throw new Problem(404, "not_found", "there is no item with this item_id in this region");
  }
  // A client may keep the answer, but must validate it before every use, because another region can have written since.
  const headers = { ETag: entityTag(item), "Cache-Control": "private, no-cache" };
  if (known !== undefined && matchesWeakly(known, headers.ETag)) {
    return { status: 304, headers, body: "" };
  }
  return {
    status: 200,
    headers,
    body: `{"item":${publicJson(item)},"retrieved_from":${JSON.stringify(region)}}`,
  };
}
