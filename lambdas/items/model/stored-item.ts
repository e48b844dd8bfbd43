import { RESERVED_PREFIX } from "./item-id";
import { fromEntries, toJson } from "./json";
import { numberOf, type StoredMap, textOf } from "./stored-value";

/** Names of the item's key and of the attributes that the service writes. */
export const ATTRIBUTES = {
  id: "item_id",
  /** Time of creation, ISO 8601. */
  createdAt: "created_at",
  /** Region that wrote this version. After a failover it shows which region answered. */
  originRegion: "origin_region",
  /** 1 for a new item. Each overwrite adds 1. */
  version: "version",
  /** Random text of one write. Writes in two regions can have the same version, but never the same text. */
  write: `${RESERVED_PREFIX}_write`,
  /** The latest idempotent requests on this item. */
  requests: `${RESERVED_PREFIX}_requests`,
  /** The caller who may overwrite the item, if the API checks owners. */
  owner: `${RESERVED_PREFIX}_owner`,
} as const;

/** An item in the table. */
export type StoredItem = StoredMap;

/** Version of an item. An item of another program has no version and counts as version 1. */
export function versionOf(item: StoredItem): number {
  return numberOf(item[ATTRIBUTES.version]) ?? 1;
}

/** Random text of the item's latest write. */
export function writeOf(item: StoredItem): string | undefined {
  return textOf(item[ATTRIBUTES.write]);
}

/** The caller who may overwrite the item. Undefined for items that were written without a check of owners. */
export function ownerOf(item: StoredItem | undefined): string | undefined {
  return textOf(item?.[ATTRIBUTES.owner]);
}

/** Entity tag of the item's version and write, with the quotes that HTTP requires. */
export function entityTag(item: StoredItem): string {
  return `"${versionOf(item)}-${writeOf(item) ?? "unmanaged"}"`;
}

/** The item in JSON for callers, without the service's own attributes. */
export function publicJson(item: StoredItem): string {
  const shown = Object.entries(item).filter(([name]) => !name.startsWith(RESERVED_PREFIX));
  return toJson({ M: fromEntries(shown) });
}
