import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";
import { ensure } from "../shared/errors";

/** Where a region's answer to a name leads. */
export interface RoutedTarget {
  readonly region: string;
  /** The target's own name and zone, as an alias record wants them. */
  readonly domainName: string;
  readonly hostedZoneId: string;
  readonly healthCheckId: string;
  /** Share under weighted routing. */
  readonly weight: number;
}

export interface RoutedRecordsProps {
  readonly zoneId: string;
  /** Public name, e.g. `api.example.com`. */
  readonly name: string;
  /**
   * `latency`: the nearest healthy region. `weighted`: by shares. `failover`: the first target while it is healthy, else the
   * nearest healthy one of the others.
   */
  readonly policy: "latency" | "weighted" | "failover";
  readonly targets: readonly RoutedTarget[];
}

/** First label of the name that gathers the regions that stand by under failover. Route 53 knows one secondary a name. */
const STANDBY = "standby";

/**
 * IPv4 and IPv6 addresses of a name, of the region that Route 53 chooses among the healthy ones. While none is healthy it
 * chooses as if all were. Answers live for 60 s: that is API Gateway's setting, and an alias record takes it over.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy.html
 */
export class RoutedRecords extends Construct {
  constructor(scope: Construct, id: string, props: RoutedRecordsProps) {
    super(scope, id);
    const { policy, targets } = props;
    const [first, ...others] = targets;
    ensure(first !== undefined && others.length > 0, "targets", "hold at least 2 regions", targets.length);
    if (policy !== "failover" || !first) {
      for (const target of targets) {
        this.create(target.region, props.name, target, props, routing(target, policy));
      }
      return;
    }
    this.create(first.region, props.name, first, props, { failoverRoutingPolicy: { type: "PRIMARY" } });
    const standby = `${STANDBY}.${props.name}`;
    for (const target of others) {
      this.create(target.region, standby, target, props, routing(target, "latency"));
    }
    const group = { region: STANDBY, domainName: standby, hostedZoneId: props.zoneId };
    this.create(STANDBY, props.name, group, props, { failoverRoutingPolicy: { type: "SECONDARY" } });
  }

  private create(
    id: string,
    name: string,
    target: Pick<RoutedTarget, "region" | "domainName" | "hostedZoneId"> & { readonly healthCheckId?: string },
    { zoneId }: RoutedRecordsProps,
    policy: object,
  ): void {
    for (const type of ["A", "AAAA"]) {
      new Route53Record(this, `${id}-${type.toLowerCase()}`, {
        zoneId,
        name,
        type,
        setIdentifier: target.region,
        ...(target.healthCheckId ? { healthCheckId: target.healthCheckId } : {}),
        ...policy,
        alias: { name: target.domainName, zoneId: target.hostedZoneId, evaluateTargetHealth: true },
      });
    }
  }
}

function routing({ region, weight }: RoutedTarget, policy: "latency" | "weighted" | "failover"): object {
  return policy === "weighted" ? { weightedRoutingPolicy: { weight } } : { latencyRoutingPolicy: { region } };
}
