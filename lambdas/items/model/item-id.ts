import { Problem } from "../../shared/problem";

/** Prefix of IDs and attributes that are reserved for the service. */
export const RESERVED_PREFIX = "_tierra";

/** DynamoDB's limit for a partition key, in bytes of UTF-8. */
const LONGEST_ID = 2048;

/** Checks an item ID: a valid key of DynamoDB without the reserved prefix. @throws Problem 400 */
export function itemId(text: string): string {
  const bytes = Buffer.byteLength(text);
  if (bytes === 0 || bytes > LONGEST_ID) {
    throw invalidId(`item_id must be 1 to ${LONGEST_ID} bytes of UTF-8, got ${bytes}`);
  }
  if (/\p{Surrogate}/u.test(text)) {
    throw invalidId("item_id must be well-formed Unicode");
  }
  if (text === "." || text === "..") {
    // Clients remove these segments from a path, also percent-encoded (RFC 3986, 5.2.4). The item could not be read.
    throw invalidId("item_id must not be . or ..");
  }
  if (text.startsWith(RESERVED_PREFIX)) {
    throw invalidId(`item_id must not start with ${RESERVED_PREFIX}`);
  }
  return text;
}

/** The refusal of an invalid item ID. */
export function invalidId(message: string): Problem {
  return new Problem(400, "invalid_item_id", message);
}
