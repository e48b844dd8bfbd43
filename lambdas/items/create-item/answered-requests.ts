import { fromEntries } from "../model/json";
import { ATTRIBUTES, type StoredItem } from "../model/stored-item";
import { numberOf, type StoredValue, textOf } from "../model/stored-value";

/**
 * Number of idempotent requests that an item stores. Each takes about 160 bytes. A retry is recognized until this many other
 * idempotent requests have overwritten the item.
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

/** The attribute with `latest` and the requests before it. */
export function remember(latest: AnsweredRequest | undefined, earlier: readonly AnsweredRequest[]): StoredValue {
  return { L: [...(latest ? [latest] : []), ...earlier].slice(0, REMEMBERED).map(write) };
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
