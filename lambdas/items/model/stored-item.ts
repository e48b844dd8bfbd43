import { RESERVED_PREFIX } from "./item-id";
import { fromEntries, toJson } from "./json";
import { numberOf, type StoredMap, textOf } from "./stored-value";

/** Names of the attributes that the service writes itself. */
export const ATTRIBUTES = {
  id: "item_id",
  /** When the item was created, ISO 8601. */
  createdAt: "created_at",
  /** Region that wrote this version: after a fail-over it says who answered. */
  originRegion: "origin_region",
  /** 1 for a new item, one more with every overwrite. */
  version: "version",
  /** Random text of one write: two writes in two regions may carry the same version, never the same text. */
  write: `${RESERVED_PREFIX}_write`,
  /** The last idempotent requests that this item answered. */
  requests: `${RESERVED_PREFIX}_requests`,
} as const;

/** An item as it stands in the table. */
export type StoredItem = StoredMap;

/** Version of a standing item. Items that another program put there have none and count as the first. */
export function versionOf(item: StoredItem): number {
  return numberOf(item[ATTRIBUTES.version]) ?? 1;
}

/** The write that left the item as it stands. */
export function writeOf(item: StoredItem): string | undefined {
  return textOf(item[ATTRIBUTES.write]);
}

/** Entity tag of one version as one write left it, in the quotes that HTTP asks for. */
export function entityTag(item: StoredItem): string {
  return `"${versionOf(item)}-${writeOf(item) ?? "unmanaged"}"`;
}

/** The item as callers see it, in JSON: without what the service keeps for itself. */
export function publicJson(item: StoredItem): string {
  const shown = Object.entries(item).filter(([name]) => !name.startsWith(RESERVED_PREFIX));
  return toJson({ M: fromEntries(shown) });
}
