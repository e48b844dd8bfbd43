import { required } from "../../shared/errors";

/** Placement of one read replica. */
export interface ReplicaPlacement {
  /** Zone and number in the zone, e.g. `us-east-1a-1`. Does not depend on the number of replicas. */
  readonly key: string;
  /** Availability Zone. */
  readonly zone: string;
}

/**
 * Spreads read replicas evenly over zones, in the order of the zones. A larger count adds placements at the end, a
 * smaller one removes the last ones. Other placements do not change.
 *
 * @throws Error when there is no zone
 */
export function placeReplicas(count: number, zones: readonly string[]): ReplicaPlacement[] {
  return Array.from({ length: count }, (_, index) => {
    const zone = required(zones, index % zones.length, "zones");
    return { key: `${zone}-${Math.floor(index / zones.length) + 1}`, zone };
  });
}
