import { UsageError } from "../../shared/usage-error";
import { type Latencies, MEASURED_LATENCIES } from "./measured-latencies";
import { REGION_LOCATIONS } from "./region-locations";

/** Round-trip time within a region, in milliseconds: 2 to 5 in the source of {@link MEASURED_LATENCIES}. */
const SAME_REGION_MS = 3;
const EARTH_RADIUS_KM = 6371;
/**
 * Round-trip milliseconds per 1,000 km of great circle. Light needs 10 in fibre (200,000 km/s, both ways). Cables are longer than the
 * great circle: 15.6 is the median of the measured pairs, which have 11 to 24.
 */
const MS_PER_1000_KM = 15.6;

/** Latency between regions, in milliseconds of a round trip. Route 53 measures its own, which AWS does not publish. */
export class LatencyMatrix {
  private readonly own: Latencies;

  /** @param own latencies that have priority, see {@link parseLatencies} */
  constructor(own: Latencies = {}) {
    this.own = own;
  }

  /**
   * A figure of the user, a measured one, or an estimate from the distance.
   *
   * @throws UsageError for an unknown region without a figure
   */
  between(one: string, other: string): number {
    return (
      pair(this.own, one, other) ??
      (one === other ? SAME_REGION_MS : undefined) ??
      pair(MEASURED_LATENCIES, one, other) ??
      estimate(one, other)
    );
  }
}

/** A figure for one direction is also valid for the other, unless that has its own. */
function pair(latencies: Latencies, one: string, other: string): number | undefined {
  return latencies[one]?.[other] ?? latencies[other]?.[one];
}

function estimate(one: string, other: string): number {
  return Math.round(SAME_REGION_MS + (distanceKm(locationOf(one), locationOf(other)) / 1000) * MS_PER_1000_KM);
}

function locationOf(region: string): readonly [number, number] {
  const location = REGION_LOCATIONS[region];
  if (location === undefined) {
    throw new UsageError(`region must be an AWS region with a known location, got ${JSON.stringify(region)}`);
  }
  return location;
}

/** Great-circle distance (haversine formula). */
function distanceKm(one: readonly [number, number], other: readonly [number, number]): number {
  const [phi1, lambda1, phi2, lambda2] = [...one, ...other].map((degrees) => (degrees * Math.PI) / 180) as [
    number,
    number,
    number,
    number,
  ];
  const haversine =
    Math.sin((phi2 - phi1) / 2) ** 2 + Math.cos(phi1) * Math.cos(phi2) * Math.sin((lambda2 - lambda1) / 2) ** 2;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(haversine)));
}
