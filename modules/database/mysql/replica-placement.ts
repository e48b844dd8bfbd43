/** Where one replica stands. */
export interface ReplicaPlacement {
  /** Stable: names the replica whatever the count, e.g. `us-east-1a-1`. */
  readonly key: string;
  readonly zone: string;
}

/**
 * Spreads replicas evenly over zones, in the order of the zones. A larger count adds placements at the end and moves
 * none, a smaller one drops the last.
 */
export function placeReplicas(count: number, zones: readonly string[]): ReplicaPlacement[] {
  return Array.from({ length: count }, (_, index) => {
    const zone = zones[index % zones.length] ?? "";
    return { key: `${zone}-${Math.floor(index / zones.length) + 1}`, zone };
  });
}
