import { Route53TrafficPolicy } from "@cdktf/provider-aws/lib/route53-traffic-policy";
import { Route53TrafficPolicyInstance } from "@cdktf/provider-aws/lib/route53-traffic-policy-instance";
import { Fn, Token } from "cdktf";
import { Construct } from "constructs";
import { ensure } from "../shared/errors";
import type { RoutedTarget } from "./routed-records";

export interface TrafficPolicyProps {
  /** Prefix of the policy's name, e.g. `project-x-prod-items`. */
  readonly name: string;
  /** ID of the hosted zone for the record. */
  readonly zoneId: string;
  /** Name of the record, below the zone's own name: a zone's own name cannot have a CNAME record. */
  readonly domainName: string;
  /** Regions to choose from, at least one. */
  readonly targets: readonly RoutedTarget[];
}

/** TTL of the record. After a Region has failed, resolvers keep its answer for this time. */
const TTL_SECONDS = 60;

/**
 * A Route 53 traffic policy that answers with the healthy Region with the lowest latency. The console shows its versions and a
 * diagram. Each policy record costs 50 USD a month. https://aws.amazon.com/route53/pricing/
 *
 * The record is a CNAME, because a policy document supports aliases of CloudFront, load balancers and S3 websites, but not of API
 * Gateway.
 * https://docs.aws.amazon.com/Route53/latest/APIReference/api-policies-traffic-policy-document-format.html
 */
export class TrafficPolicy extends Construct {
  /** Escape hatch: the underlying `aws_route53_traffic_policy`. */
  readonly resource: Route53TrafficPolicy;

  constructor(scope: Construct, id: string, props: TrafficPolicyProps) {
    super(scope, id);
    const { name, zoneId, domainName, targets } = props;
    ensure(targets.length > 0, "targets", "hold at least 1 region", targets.length);
    this.resource = new Route53TrafficPolicy(this, "Resource", {
      // A changed document replaces the policy. Route 53 does not delete a policy that has a record, so Terraform creates the
      // new policy first, with another name. It then updates the record in place.
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

/** Hash of the values in the document, computed by Terraform. Increase the number when the form of the document changes. */
function fingerprint(targets: readonly RoutedTarget[]): string {
  const parts = targets.flatMap(({ region, target, healthCheckId }) => [region, target.domainName, healthCheckId]);
  return Fn.substr(Fn.sha256(Fn.join(" ", ["latency-1", ...parts])), 0, 8);
}

function document(targets: readonly RoutedTarget[]): string {
  return JSON.stringify({
    AWSPolicyFormatVersion: "2015-10-01",
    RecordType: "CNAME",
    StartRule: "nearest",
    Endpoints: Object.fromEntries(
      targets.map(({ region, target }) => [region, { Type: "value", Value: target.domainName }]),
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
