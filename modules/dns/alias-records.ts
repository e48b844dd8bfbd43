import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";

export interface AliasRecordsProps {
  readonly zoneId: string;
  /** Public name, e.g. `app.example.com`. */
  readonly name: string;
  /** Where the name leads: the target's own name and zone. */
  readonly target: { readonly domainName: string; readonly hostedZoneId: string };
}

/** IPv4 and IPv6 addresses of a name, taken from an AWS resource. Route 53 answers such queries free of charge. */
export class AliasRecords extends Construct {
  constructor(scope: Construct, id: string, props: AliasRecordsProps) {
    super(scope, id);
    const { zoneId, name, target } = props;
    for (const type of ["A", "AAAA"]) {
      new Route53Record(this, type.toLowerCase(), {
        zoneId,
        name,
        type,
        // Route 53 cannot evaluate the health of a distribution. Route 53 developer guide, "Evaluate target health".
        alias: { name: target.domainName, zoneId: target.hostedZoneId, evaluateTargetHealth: false },
      });
    }
  }
}
