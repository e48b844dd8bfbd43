import type { ReleaseRegion } from "./live-alias";
import type { ReleaseOptions } from "./options";
import { RegionRelease } from "./region-release";
import type { World } from "./world";

/**
 * Releases, or rolls back, region after region. The next region starts only after the release of the one before is complete.
 *
 * @throws UsageError when a region's release cannot start or was rolled back
 */
export async function release(
  regions: readonly ReleaseRegion[],
  { steps, minutes, rollback }: Pick<ReleaseOptions, "steps" | "minutes" | "rollback">,
  world: World,
): Promise<void> {
  for (const [index, region] of regions.entries()) {
    const one = new RegionRelease(region, regions.slice(0, index), world);
    await (rollback ? one.rollBack() : one.run(steps, minutes));
  }
}
