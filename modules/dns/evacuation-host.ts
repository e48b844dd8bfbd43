import { ensure } from "../shared/errors";

/**
 * The Region whose CloudWatch evaluates the evacuation of another one: the next of the list, and the first after the last. A Region
 * never hosts its own alarm, because its CloudWatch may fail together with the Region.
 *
 * @param regions all Regions, at least two
 * @throws RequirementError when the list is too short or lacks the Region
 */
export function evacuationHost(regions: readonly string[], region: string): string {
  const index = regions.indexOf(region);
  ensure(index >= 0, "region", `be one of ${regions.join(", ")}`, region);
  const host = regions[(index + 1) % regions.length];
  ensure(host !== undefined && host !== region, "regions", "hold at least 2 regions", regions);
  return `${host}`;
}
