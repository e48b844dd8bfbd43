import { inParallel } from "../../shared/in-parallel";
import type { Verification } from "../analysis/drill-data";
import type { Send } from "../load/load";
import type { Clock } from "./clock";

/** Reads at the same time. */
const PARALLEL = 8;
/** Milliseconds between two rounds over the items that a region lacks. */
const ROUND_MS = 2_000;

/**
 * Reads every acknowledged item in every region under the region's own name, and reads again what is missing, until everything is
 * there or the limit is over.
 *
 * @param limit milliseconds
 * @throws Interrupted when the operator interrupts the drill
 */
export async function verify(
  items: readonly string[],
  regions: readonly string[],
  send: Send,
  clock: Clock,
  limit: number,
): Promise<Verification> {
  const end = clock.now() + limit;
  let missing = items.flatMap((item) => regions.map((region) => ({ item, region })));
  while (true) {
    const found = await inParallel(missing, PARALLEL, async ({ item, region }) => {
      clock.check();
      return (await send({ n: 0, kind: "read", via: region, item })).status === 200;
    });
    missing = missing.filter((_, index) => !found[index]);
    if (missing.length === 0 || clock.now() >= end) {
      break;
    }
    await clock.sleep(ROUND_MS);
  }
  const lacking = new Map<string, number>();
  for (const { item } of missing) {
    lacking.set(item, (lacking.get(item) ?? 0) + 1);
  }
  const withCount = (matches: (count: number) => boolean) =>
    [...lacking].filter(([, count]) => matches(count)).map(([item]) => item);
  return {
    items: items.length,
    lost: withCount((count) => count === regions.length),
    partial: withCount((count) => count < regions.length),
  };
}
