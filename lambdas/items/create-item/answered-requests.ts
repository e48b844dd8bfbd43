import { itemSize, LARGEST_ITEM } from "../model/item-size";
import { fromEntries } from "../model/json";
import { ATTRIBUTES, type StoredItem } from "../model/stored-item";
import { numberOf, type StoredValue, textOf } from "../model/stored-value";

/**
 * Greatest number of idempotent requests that an item stores. Each takes about 170 bytes. A retry is recognized until this many other
 * idempotent requests have overwritten the item, or until the item has no space for it.
 */
const REMEMBERED = 5;

/** An answered request. Together with a retry of the request, it determines the answer. */
export interface AnsweredRequest {
  readonly key: string;
  readonly fingerprint: string;
  readonly createdAt: string;
  readonly originRegion: string;
  readonly version: number;
  readonly write: string;
}

/** The requests that an item stores, latest first. */
export function answeredRequests(item: StoredItem | undefined): AnsweredRequest[] {
  const list = item?.[ATTRIBUTES.requests];
  return list && "L" in list ? list.L.flatMap(read) : [];
}

/**
 * Adds the latest requests to `item`, latest first, up to the largest size of an item in DynamoDB. The oldest requests are dropped, so
 * that an item never becomes too large because of its earlier requests. A retry of a dropped request is a new request.
 *
 * @param item without requests, and with the reserve of {@link LARGEST_CONTENT}, which has space for one request
 */
export function withRequests(item: StoredItem, requests: readonly AnsweredRequest[]): StoredItem {
  const kept = requests.slice(0, REMEMBERED).map(write);
  while (kept.length > 0) {
    const full = fromEntries([...Object.entries(item), [ATTRIBUTES.requests, { L: kept }]]);
    if (itemSize(full) <= LARGEST_ITEM) {
      return full;
    }
    kept.pop();
  }
  return item;
}

function write(request: AnsweredRequest): StoredValue {
  const { key, fingerprint, createdAt, originRegion, version } = request;
  return {
    M: fromEntries([
      ["key", { S: key }],
      ["fingerprint", { S: fingerprint }],
      ["created_at", { S: createdAt }],
      ["origin_region", { S: originRegion }],
      ["version", { N: String(version) }],
      ["write", { S: request.write }],
    ]),
  };
}

function read(value: StoredValue): AnsweredRequest[] {
  if (!("M" in value)) {
    return [];
  }
  const { key, fingerprint, created_at, origin_region, version, write: token } = value.M;
  return [
    {
      key: textOf(key) ?? "",
      fingerprint: textOf(fingerprint) ?? "",
      createdAt: textOf(created_at) ?? "",
      originRegion: textOf(origin_region) ?? "",
      version: numberOf(version) ?? 0,
      write: textOf(token) ?? "",
    },
  ];
}
