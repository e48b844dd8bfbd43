import type { AlarmCheck, CalculatedCheck, EndpointCheck, RoutingControlCheck, Zone } from "./zone";

/** The health checks of one region. */
export interface RegionChecks {
  readonly region: string;
  readonly endpoint: EndpointCheck;
  /** The check that an operator switches. */
  readonly evacuation: AlarmCheck | RoutingControlCheck | undefined;
  /** The check of the region's records, which combines the two. */
  readonly record: CalculatedCheck | undefined;
  /** Whether a record uses the region's check. False for a drained region. */
  readonly isRouted: boolean;
}

/** The checks of each region with an endpoint check, in the order of the zone. */
export function regionChecks({ checks, records }: Zone): RegionChecks[] {
  return checks
    .filter((check) => check.type === "endpoint")
    .map((endpoint) => {
      const record = checks.find(
        (check): check is CalculatedCheck => check.type === "calculated" && check.children.includes(endpoint.id),
      );
      const evacuation = checks.find(
        (check): check is AlarmCheck | RoutingControlCheck =>
          (check.type === "alarm" || check.type === "routing-control") && (record?.children ?? []).includes(check.id),
      );
      const isRouted = records.some(({ healthCheck }) => healthCheck === (record ?? endpoint).id);
      return { region: endpoint.region, endpoint, evacuation, record, isRouted };
    });
}
