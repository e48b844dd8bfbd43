import { Problem } from "../../shared/problem";
import { ownerOf, type StoredItem } from "../model/stored-item";
import type { Caller } from "./caller";

/** `none`: every caller may overwrite every item. `owner-overwrites`: only the owner, and callers with the scope `admin`. */
export type Ownership = "none" | "owner-overwrites";

/** Reads the environment variable `OWNERSHIP`. @throws Error for another value, so that a typing error does not disable the check */
export function parseOwnership(setting: string | undefined): Ownership {
  if (setting === undefined || setting === "none") {
    return "none";
  }
  if (setting !== "owner-overwrites") {
    throw new Error(`OWNERSHIP must be none or owner-overwrites, got ${setting}`);
  }
  return setting;
}

/**
 * The owner that a write stores: that of the current item, otherwise the caller. The first caller who overwrites an item without an
 * owner becomes its owner.
 *
 * @throws Problem 403 when `standing` belongs to another caller
 */
export function ownerAfter(
  ownership: Ownership,
  standing: StoredItem | undefined,
  caller: Caller | undefined,
): string | undefined {
  const owner = ownerOf(standing);
  if (ownership === "none") {
    return owner;
  }
  if (owner !== undefined && owner !== caller?.id && !caller?.admin) {
    throw new Problem(403, "not_owner", "the item belongs to another caller");
  }
  return owner ?? caller?.id;
}
