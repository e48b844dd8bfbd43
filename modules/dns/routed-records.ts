import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";
import { ensure } from "../shared/errors";
import type { AliasTarget } from "./alias-records";

/** One Region that Route 53 can answer with. */
export interface RoutedTarget {
  /** Name of the Region. */
  readonly region: string;
  /** The resource in this Region. */
  readonly target: AliasTarget;
  /** ID of the health check for this Region. */
  readonly healthCheckId: string;
  /** Weight under weighted routing, 0 to 255. @default 100 */
  readonly weight?: number | undefined;
}

export interface RoutedRecordsProps {
  /** ID of the hosted zone for the records. */
  readonly zoneId: string;
  /** Name of the records, e.g. `api.example.com`. */
  readonly name: string;
  /** Regions to choose from, at least one. Under failover routing, the first one is the primary. */
  readonly targets: readonly RoutedTarget[];
  /**
   * `latency`: the healthy Region with the lowest latency. `weighted`: a healthy Region, by weight. `failover`: the first Region
   * while it is healthy, otherwise the healthy one with the lowest latency. @default "latency"
   */
  readonly policy?: RoutingPolicy | undefined;
}

type RoutingPolicy = "latency" | "weighted" | "failover";

/** First label of the name that combines the secondary Regions. Route 53 allows one secondary record per name. */
const STANDBY = "standby";

/**
 * Alias records of types A and AAAA. Route 53 answers with one of the healthy Regions. If no Region is healthy, it answers as if all
 * were. The TTL is 60 s for API Gateway, because an alias record has the TTL of its target.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy.html
 */
export class RoutedRecords extends Construct {
  constructor(scope: Construct, id: string, props: RoutedRecordsProps) {
    super(scope, id);
    const { policy = "latency", targets } = props;
    const [first, ...others] = targets;
    ensure(first !== undefined, "targets", "hold at least 1 region", targets.length);
    if (policy === "failover" && first) {
      this.createFailover(first, others, props);
      return;
    }
    for (const one of targets) {
      this.create(one.region, props.name, one, props, routing(one, policy));
    }
  }

  /**
   * The id of the primary record does not contain its Region. If another Region becomes the primary, Terraform changes the record in
   * one transaction. Two resources would be deleted and created in any order, and Route 53 refuses a second primary record.
   */
  private createFailover(first: RoutedTarget, others: readonly RoutedTarget[], props: RoutedRecordsProps): void {
    const { name, zoneId } = props;
    this.create("primary", name, first, props, { failoverRoutingPolicy: { type: "PRIMARY" } });
    if (others.length === 0) {
      return;
    }
    const standby = `${STANDBY}.${name}`;
    const dependsOn = others.flatMap((other) =>
      this.create(other.region, standby, other, props, routing(other, "latency")),
    );
    const group = { region: STANDBY, target: { domainName: standby, hostedZoneId: zoneId } };
    // Route 53 refuses an alias of a name in the zone that has no records yet.
    this.create(STANDBY, name, group, props, { failoverRoutingPolicy: { type: "SECONDARY" }, dependsOn });
  }

  private create(
    id: string,
    name: string,
    { region, target, healthCheckId }: Pick<RoutedTarget, "region" | "target"> & Partial<RoutedTarget>,
    { zoneId }: RoutedRecordsProps,
    policy: object,
  ): Route53Record[] {
    return ["A", "AAAA"].map(
      (type) =>
        new Route53Record(this, `${id}-${type.toLowerCase()}`, {
          zoneId,
          name,
          type,
          setIdentifier: region,
          ...(healthCheckId ? { healthCheckId } : {}),
          ...policy,
          alias: { name: target.domainName, zoneId: target.hostedZoneId, evaluateTargetHealth: true },
        }),
    );
  }
}

function routing({ region, weight = 100 }: RoutedTarget, policy: RoutingPolicy): object {
  return policy === "weighted" ? { weightedRoutingPolicy: { weight } } : { latencyRoutingPolicy: { region } };
}
