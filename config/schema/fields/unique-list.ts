import { z } from "zod";

interface UniqueListOptions<Item> {
  /** Fewest entries. @default 0 */
  readonly min?: number | undefined;
  /** Most entries. @default unlimited */
  readonly max?: number | undefined;
  /** Why the list needs so many entries, for the error. @default nothing */
  readonly reason?: string | undefined;
  /** Part of an entry that no other entry may have: its value and its field. @default the entry itself */
  readonly by?: ((item: Item) => UniquePart) | undefined;
}

/** What distinguishes an entry of a list. */
export interface UniquePart {
  readonly value: string;
  /** Field of the entry that errors name. @default the entry itself */
  readonly field?: string | undefined;
}

/** A list whose entries differ. Every repeated entry is reported with its index. */
export function uniqueList<Item extends z.ZodType>(item: Item, options: UniqueListOptions<z.output<Item>> = {}) {
  const { min = 0, max = Number.POSITIVE_INFINITY, reason, by = (value) => ({ value: String(value) }) } = options;
  return z.array(item).superRefine((items, context) => {
    if (items.length < min || items.length > max) {
      const message = `must be ${sizes(min, max)}${reason ? `; ${reason}` : ""}`;
      context.addIssue({ code: "custom", message });
    }
    for (const [index, part] of repeated(items.map(by))) {
      const path = part.field === undefined ? [index] : [index, part.field];
      context.addIssue({ code: "custom", path, message: "must be named once only" });
    }
  });
}

/** The entries that an earlier entry equals, with their index. */
function repeated(parts: readonly UniquePart[]): ReadonlyArray<readonly [number, UniquePart]> {
  const seen = new Set<string>();
  return [...parts.entries()].filter(([, { value }]) => seen.size === seen.add(value).size);
}

function sizes(min: number, max: number): string {
  const entries = (count: number) => (count === 1 ? "1 entry" : `${count} entries`);
  if (min === max) {
    return entries(min);
  }
  if (max === Number.POSITIVE_INFINITY) {
    return `at least ${entries(min)}`;
  }
  return min === 0 ? `at most ${entries(max)}` : `${min} to ${entries(max)}`;
}
