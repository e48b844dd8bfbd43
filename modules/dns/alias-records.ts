import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";

/** Target of an alias record: a distribution, a load balancer, or a custom domain name of an API. */
export interface AliasTarget {
  /** DNS name that AWS assigned to the target. */
  readonly domainName: string;
  /** ID of the hosted zone of that name. */
  readonly hostedZoneId: string;
}

export interface AliasRecordsProps {
  /** ID of the hosted zone for the records. */
  readonly zoneId: string;
  /** Name of the records, e.g. `app.example.com`. */
  readonly name: string;
  /** The AWS resource that the name leads to. */
  readonly target: AliasTarget;
}

/** Alias records of types A and AAAA. Route 53 answers their queries free of charge. */
export class AliasRecords extends Construct {
  constructor(scope: Construct, id: string, props: AliasRecordsProps) {
    super(scope, id);
    const { zoneId, name, target } = props;
    for (const type of ["A", "AAAA"]) {
      new Route53Record(this, type.toLowerCase(), {
        zoneId,
        name,
        type,
        // Route 53 cannot evaluate the health of a distribution (Route 53 developer guide, "Evaluate target health").
        alias: { name: target.domainName, zoneId: target.hostedZoneId, evaluateTargetHealth: false },
      });
    }
  }
}
