import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone";
import { Construct } from "constructs";

export interface PublicHostedZoneProps {
  /** Domain, without the trailing dot. */
  readonly name: string;
  /** What the zone is for. */
  readonly comment: string;
}

/**
 * A public DNS zone. It answers nobody until the domain's registrar, or the parent zone, is told its name servers; a zone that
 * is created anew gets new ones and has to be delegated again.
 */
export class PublicHostedZone extends Construct {
  readonly zoneId: string;
  /** The four servers to delegate to, as one list token. */
  readonly nameServers: string[];
  /** Escape hatch: the underlying `aws_route53_zone`. */
  readonly resource: Route53Zone;

  constructor(scope: Construct, id: string, props: PublicHostedZoneProps) {
    super(scope, id);
    const { name, comment } = props;
    // No force_destroy: records that somebody else added make a destroy stop and ask.
    this.resource = new Route53Zone(this, "Resource", { name, comment });
    this.zoneId = this.resource.zoneId;
    this.nameServers = this.resource.nameServers;
  }
}
