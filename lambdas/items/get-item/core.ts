import type { Answer } from "../../shared/api-handler";
import { Problem } from "../../shared/problem";
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

/** The answer 200 with the item and the region that read it. @throws Problem 404 if there is no item */
export function answerWith(item: StoredItem | undefined, region: string): Answer {
  if (!item) {
    throw new Problem(404, "not_found", "there is no item with this item_id in this region");
  }
  return {
    status: 200,
    headers: { ETag: entityTag(item) },
    body: `{"item":${publicJson(item)},"retrieved_from":${JSON.stringify(region)}}`,
  };
}
