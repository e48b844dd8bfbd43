import { Problem } from "../../shared/problem";

/** Ids and attributes that begin so belong to the service. */
export const RESERVED_PREFIX = "_tierra";

/** DynamoDB's limit for a partition key, in bytes of UTF-8. */
const LONGEST_ID = 2048;

/** An item id that DynamoDB takes as a key and that is free for callers to use. @throws Problem 400 */
export function itemId(text: string): string {
  const bytes = Buffer.byteLength(text);
  if (bytes === 0 || bytes > LONGEST_ID) {
    throw invalidId(`item_id must be 1 to ${LONGEST_ID} bytes of UTF-8, got ${bytes}`);
  }
  if (/\p{Surrogate}/u.test(text)) {
    throw invalidId("item_id must be well-formed Unicode");
  }
  if (text === "." || text === "..") {
    // Clients resolve them, percent-encoded or not, before they send a path (RFC 3986, 5.2.4): nobody could read the item.
    throw invalidId("item_id must not be . or ..");
  }
  if (text.startsWith(RESERVED_PREFIX)) {
    throw invalidId(`item_id must not start with ${RESERVED_PREFIX}`);
  }
  return text;
}

/** @throws Problem 400 */
export function invalidId(message: string): Problem {
  return new Problem(400, "invalid_item_id", message);
}
