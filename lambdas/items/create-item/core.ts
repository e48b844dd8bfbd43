import type { Answer } from "../../shared/api-handler";
import { Problem, unavailable } from "../../shared/problem";
import { itemSize, LARGEST_ITEM, tooLarge } from "../model/item-size";
import { fromEntries } from "../model/json";
import { ATTRIBUTES, entityTag, publicJson, type StoredItem, versionOf, writeOf } from "../model/stored-item";
import type { StoredValue } from "../model/stored-value";
import { type AnsweredRequest, answeredRequests, remember } from "./answered-requests";
import type { CreateRequest } from "./request";

/** Operations of the region's table. */
export interface ItemStore {
  read(id: string): Promise<StoredItem | undefined>;
  /** Replaces `standing` only. Returns false if the table has another item under the ID. */
  write(item: StoredItem, standing: StoredItem | undefined): Promise<boolean>;
}

/** Values that the service adds to a write. */
export interface WriteFacts {
  readonly region: string;
  /** Current time, ISO 8601. */
  readonly now: string;
  /** Random text, unique for each write. */
  readonly write: string;
}

/** Attempts at a contended overwrite before the answer is 503. Each failed attempt means that another write succeeded. */
const ATTEMPTS = 2;

/**
 * Creates an item, or overwrites the one that the request names.
 *
 * Every decision depends on the current item, and the write has the condition that this item is unchanged. So no write within one
 * region is lost or repeated. The condition also identifies this request's own write. If DynamoDB stored the SDK's first attempt but
 * the response was lost, the second attempt fails its condition and finds the stored write.
 */
export async function createItem(request: CreateRequest, store: ItemStore, facts: WriteFacts): Promise<Answer> {
  let standing = request.replaces === "nothing" ? undefined : await store.read(request.id);
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const known = alreadyAnswered(request, standing, facts);
    if (known) {
      return known;
    }
    requireReplaceable(request, standing);
    const item = newItem(request, standing, facts);
    if (itemSize(item) > LARGEST_ITEM) {
      throw tooLarge();
    }
    if (await store.write(item, standing)) {
      return answer(item);
    }
    standing = await store.read(request.id);
  }
  const known = alreadyAnswered(request, standing, facts);
  if (known) {
    return known;
  }
  requireReplaceable(request, standing);
  throw unavailable();
}

/** The answer to this request or to an earlier one with its key. @throws Problem 422 for the key of another request */
function alreadyAnswered(
  request: CreateRequest,
  standing: StoredItem | undefined,
  facts: WriteFacts,
): Answer | undefined {
  if (standing && writeOf(standing) === facts.write) {
    return answer(standing);
  }
  const earlier = answeredRequests(standing).find(({ key }) => key === request.idempotency?.key);
  if (!earlier) {
    return undefined;
  }
  if (earlier.fingerprint !== request.idempotency?.fingerprint) {
    const rule = "Idempotency-Key must not be used for another request on the same item";
    throw new Problem(422, "idempotency_key_reused", rule);
  }
  const repeated = answer(withAttributes(request, earlier));
  return { ...repeated, headers: { ...repeated.headers, "Idempotent-Replayed": "true" } };
}

function requireReplaceable({ replaces }: CreateRequest, standing: StoredItem | undefined): void {
  if (replaces === "anything") {
    return;
  }
  if (replaces === "nothing") {
    if (standing) {
      throw new Problem(
        409,
        "item_exists",
        "an item with this item_id exists; overwrite it with If-Match or overwrite=true",
      );
    }
    return;
  }
  if (!standing || !(replaces.tags.includes("*") || replaces.tags.includes(entityTag(standing)))) {
    throw new Problem(412, "version_mismatch", "the item is not the one that If-Match names; read it again");
  }
}

function newItem(request: CreateRequest, standing: StoredItem | undefined, facts: WriteFacts): StoredItem {
  const written = {
    createdAt: creationOf(standing) ?? facts.now,
    originRegion: facts.region,
    version: standing ? versionOf(standing) + 1 : 1,
    write: facts.write,
  };
  const item = withAttributes(request, written);
  const latest = request.idempotency && { ...request.idempotency, ...written };
  const earlier = answeredRequests(standing);
  return latest || earlier.length > 0
    ? fromEntries([...Object.entries(item), [ATTRIBUTES.requests, remember(latest, earlier)]])
    : item;
}

function creationOf(standing: StoredItem | undefined): string | undefined {
  const value = standing?.[ATTRIBUTES.createdAt];
  return value && "S" in value ? value.S : undefined;
}

/** The request's attributes and those that the service adds. */
function withAttributes(
  { attributes }: CreateRequest,
  written: Pick<AnsweredRequest, "createdAt" | "originRegion" | "version" | "write">,
): StoredItem {
  const own: [string, StoredValue][] = [
    [ATTRIBUTES.createdAt, { S: written.createdAt }],
    [ATTRIBUTES.originRegion, { S: written.originRegion }],
    [ATTRIBUTES.version, { N: String(written.version) }],
    [ATTRIBUTES.write, { S: written.write }],
  ];
  return fromEntries([...Object.entries(attributes), ...own]);
}

function answer(item: StoredItem): Answer {
  return {
    status: versionOf(item) === 1 ? 201 : 200,
    headers: { ETag: entityTag(item) },
    body: `{"item":${publicJson(item)}}`,
  };
}
