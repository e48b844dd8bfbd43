import { Route53TrafficPolicy } from "@cdktf/provider-aws/lib/route53-traffic-policy";
import { Route53TrafficPolicyInstance } from "@cdktf/provider-aws/lib/route53-traffic-policy-instance";
import { Fn, Token } from "cdktf";
import { Construct } from "constructs";
import { ensure } from "../shared/errors";
import type { RoutedTarget } from "./routed-records";

export interface TrafficPolicyProps {
  /** Beginning of the policy's name, e.g. `project-x-prod-items`. */
  readonly name: string;
  readonly zoneId: string;
  /** Public name below the zone's own: a CNAME record cannot stand at the top of a zone. */
  readonly domainName: string;
  readonly targets: readonly RoutedTarget[];
}

/** Seconds that a resolver keeps the answer: part of the time that a region's users wait after it has failed. */
const TTL_SECONDS = 60;

/**
 * The nearest healthy region by a Route 53 traffic policy: versions of the whole routing, and a diagram of it in the console, for
 * 50 USD a month and policy record. https://aws.amazon.com/route53/pricing/
 *
 * Its one record is a CNAME: the document's format knows CloudFront, load balancers and S3 websites as aliases, not API Gateway.
 * https://docs.aws.amazon.com/Route53/latest/APIReference/api-policies-traffic-policy-document-format.html
 */
export class TrafficPolicy extends Construct {
  /** Escape hatch: the underlying `aws_route53_traffic_policy`. */
  readonly resource: Route53TrafficPolicy;

  constructor(scope: Construct, id: string, props: TrafficPolicyProps) {
    super(scope, id);
    const { name, zoneId, domainName, targets } = props;
    ensure(targets.length >= 2, "targets", "hold at least 2 regions", targets.length);
    this.resource = new Route53TrafficPolicy(this, "Resource", {
      // A changed document replaces the policy, and one with a record cannot be deleted: the new one comes first, hence
      // under a name of its own. The record then moves to it in place.
      name: `${name}-${fingerprint(targets)}`,
      comment: `Nearest healthy region of ${domainName}`,
      document: document(targets),
      lifecycle: { createBeforeDestroy: true },
    });
    new Route53TrafficPolicyInstance(this, "record", {
      name: domainName,
      hostedZoneId: zoneId,
      trafficPolicyId: this.resource.id,
      trafficPolicyVersion: Token.asNumber(this.resource.version),
      ttl: TTL_SECONDS,
    });
  }
}

/** Of what the document is made of, known once the targets are. Raise the first word when its form changes. */
function fingerprint(targets: readonly RoutedTarget[]): string {
  const parts = targets.flatMap(({ region, domainName, healthCheckId }) => [region, domainName, healthCheckId]);
  return Fn.substr(Fn.sha256(Fn.join(" ", ["latency-1", ...parts])), 0, 8);
}

function document(targets: readonly RoutedTarget[]): string {
  return JSON.stringify({
    AWSPolicyFormatVersion: "2015-10-01",
    RecordType: "CNAME",
    StartRule: "nearest",
    Endpoints: Object.fromEntries(
      targets.map(({ region, domainName }) => [region, { Type: "value", Value: domainName }]),
    ),
    Rules: {
      nearest: {
        RuleType: "latency",
        Regions: targets.map(({ region, healthCheckId }) => ({
          Region: region,
          HealthCheck: healthCheckId,
          EndpointReference: region,
        })),
      },
    },
  });
}
