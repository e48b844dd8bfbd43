import { RESERVED_PREFIX } from "../../../lambdas/items/model/item-id";
import type { ItemState } from "../control/runtime-state";
import { type ItemJson, type ItemWrite, isLater, type Stamp } from "./item-write";
import { placeOf } from "./local-table";

/** Items that are kept in order. The rest is searched only after so many deletions that fewer than {@link LEAST_ORDERED} are left. */
const MOST_ORDERED = 100;

/** Items that a caller can get. */
const LEAST_ORDERED = 20;

/** The latest write of an item in any region. */
interface Entry {
  readonly place: string;
  readonly stamp: Stamp;
  /** Undefined for a deleted item. */
  readonly state: Omit<ItemState, "regions"> | undefined;
}

/**
 * The newest items of all regions. It is updated by each write, so that a page can read it several times a second without a scan. Items of
 * the service itself, such as heartbeats, are left out.
 */
export class NewestItems {
  private readonly entries = new Map<string, Entry>();
  /** The newest items, newest first. No item outside this list is newer than one in it. */
  private ordered: Entry[] = [];
  private live = 0;

  /** Number of items, each counted once. */
  get count(): number {
    return this.live;
  }

  /** Records a write that is stored in any region. */
  record({ table, key, item, stamp }: ItemWrite): void {
    const id = idOf(key);
    const place = placeOf(table, key);
    const known = this.entries.get(place);
    if (id.startsWith(RESERVED_PREFIX) || !isLater(stamp, known?.stamp)) {
      return;
    }
    const entry = { place, stamp, state: item && stateOf(id, item, stamp) };
    this.entries.set(place, entry);
    if (known?.state) {
      this.live -= 1;
      this.ordered = this.ordered.filter((it) => it !== known);
    }
    if (entry.state) {
      this.insert(entry);
      this.live += 1;
    }
  }

  /**
   * The newest items, newest first, at most 20.
   *
   * @param stamps reads the stamp of an item in each region. An item is in a region if that region has its latest write
   */
  newest(stamps: Readonly<Record<string, (place: string) => Stamp | undefined>>): ItemState[] {
    if (this.ordered.length < Math.min(LEAST_ORDERED, this.live)) {
      const all = [...this.entries.values()].filter(({ state }) => state);
      this.ordered = all.sort((one, other) => (isLater(one.stamp, other.stamp) ? -1 : 1)).slice(0, MOST_ORDERED);
    }
    return this.ordered.slice(0, LEAST_ORDERED).flatMap(({ place, stamp, state }) => {
      const regions = Object.entries(stamps).flatMap(([region, stampOf]) => {
        const held = stampOf(place);
        return held?.time === stamp.time && held.region === stamp.region ? [region] : [];
      });
      return state ? [{ ...state, regions }] : [];
    });
  }

  private insert(entry: Entry): void {
    const found = this.ordered.findIndex(({ stamp }) => isLater(entry.stamp, stamp));
    if (found >= 0) {
      this.ordered.splice(found, 0, entry);
      this.ordered.length = Math.min(this.ordered.length, MOST_ORDERED);
    } else if (this.ordered.length === this.live && this.live < MOST_ORDERED) {
      this.ordered.push(entry);
    }
  }
}

/** The item's key as text: the values of its attributes, separated by `/`. */
function idOf(key: ItemJson): string {
  return Object.values(key)
    .map(({ S, N }) => String(S ?? N))
    .join("/");
}

/** The attributes that the items functions write. An item of another program has its write's region and time, and version 0. */
function stateOf(id: string, item: ItemJson, { time, region }: Stamp): Entry["state"] {
  const [origin, version, created] = [item.origin_region?.S, item.version?.N, item.created_at?.S];
  return {
    id,
    originRegion: typeof origin === "string" ? origin : region,
    version: Number(version ?? 0),
    createdAt: typeof created === "string" ? created : new Date(time).toISOString(),
  };
}
