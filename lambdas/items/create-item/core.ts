import type { Answer } from "../../shared/api-handler";
import { Problem } from "../../shared/problem";
import { itemSize, LARGEST_CONTENT, tooLarge } from "../model/item-size";
import { fromEntries } from "../model/json";
import { ATTRIBUTES, entityTag, publicJson, type StoredItem, versionOf, writeOf } from "../model/stored-item";
import { type StoredValue, textOf } from "../model/stored-value";
import { type AnsweredRequest, answeredRequests, withRequests } from "./answered-requests";
import { Attempts, type Clock, contended } from "./contention";
import { type Ownership, ownerAfter } from "./ownership";
import { mayReplaceAny, requireReplaceable } from "./precondition";
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

/** How this deployment writes items. */
export interface WriteRules {
  /** Whose items a caller may overwrite. */
  readonly ownership: Ownership;
  /** Milliseconds in which attempts at a contended item can begin. */
  readonly contentionMs: number;
  readonly clock: Clock;
}

/** Longest creation time of another program's item that an overwrite keeps, in characters. ISO 8601 with an offset needs 35. */
const LONGEST_TIME = 35;

/**
 * Creates an item, or overwrites the one that the request names.
 *
 * Every decision depends on the current item, and the write has the condition that this item is unchanged. So no write within one
 * region is lost or repeated. The condition also identifies this request's own write. If DynamoDB stored the SDK's first attempt but
 * the response was lost, the second attempt fails its condition and finds the stored write.
 *
 * @throws Problem 409 when other writes defeat every attempt. The item is that of another request then
 */
export async function createItem(
  request: CreateRequest,
  store: ItemStore,
  facts: WriteFacts,
  rules: WriteRules,
): Promise<Answer> {
  if (itemSize(request.attributes) > LARGEST_CONTENT) {
    throw tooLarge();
  }
  const attempts = new Attempts(rules.contentionMs, rules.clock);
  const { replaces } = request;
  let standing = replaces === "nothing" || replaces === "none-match" ? undefined : await store.read(request.id);
  let hasTime = true;
  for (;;) {
    const known = alreadyAnswered(request, standing, facts);
    if (known) {
      return known;
    }
    requireReplaceable(replaces, standing);
    const item = newItem(request, standing, facts, rules);
    if (!hasTime) {
      throw contended();
    }
    if (await store.write(item, standing)) {
      return answer(item);
    }
    // For the other requests, the next read usually shows that the item exists or is another one.
    hasTime = await attempts.pause(mayReplaceAny(replaces));
    standing = await store.read(request.id);
  }
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

function newItem(
  request: CreateRequest,
  standing: StoredItem | undefined,
  facts: WriteFacts,
  { ownership }: WriteRules,
): StoredItem {
  const owner = ownerAfter(ownership, standing, request.caller);
  const written = {
    createdAt: creationOf(standing) ?? facts.now,
    originRegion: facts.region,
    version: standing ? versionOf(standing) + 1 : 1,
    write: facts.write,
  };
  const latest = request.idempotency && { ...request.idempotency, ...written };
  return withRequests(withAttributes(request, written, owner), [
    ...(latest ? [latest] : []),
    ...answeredRequests(standing),
  ]);
}

function creationOf(standing: StoredItem | undefined): string | undefined {
  const time = textOf(standing?.[ATTRIBUTES.createdAt]);
  return time !== undefined && time.length <= LONGEST_TIME ? time : undefined;
}

/** The request's attributes and those that the service adds. */
function withAttributes(
  { attributes }: CreateRequest,
  written: Pick<AnsweredRequest, "createdAt" | "originRegion" | "version" | "write">,
  owner?: string,
): StoredItem {
  const own: [string, StoredValue][] = [
    [ATTRIBUTES.createdAt, { S: written.createdAt }],
    [ATTRIBUTES.originRegion, { S: written.originRegion }],
    [ATTRIBUTES.version, { N: String(written.version) }],
    [ATTRIBUTES.write, { S: written.write }],
    ...(owner === undefined ? [] : [[ATTRIBUTES.owner, { S: owner }] satisfies [string, StoredValue]]),
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
