import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone";
import { Construct } from "constructs";
import { QueryLog, type QueryLogProps } from "./query-log";

export interface PublicHostedZoneProps {
  /** Domain name without a trailing dot. */
  readonly name: string;
  /** What the zone is for, in one sentence. */
  readonly comment: string;
  /** Log of the zone's DNS queries. @default no log */
  readonly queryLog?: Omit<QueryLogProps, "zoneId" | "zoneName"> | undefined;
}

/**
 * A public hosted zone. It becomes effective when the domain's registrar or the parent zone delegates the domain to its name
 * servers. A replaced zone has new name servers, so the delegation must change with it.
 */
export class PublicHostedZone extends Construct {
  /** ID of the zone. */
  readonly zoneId: string;
  /** The four name servers for the delegation, as one list token. */
  readonly nameServers: string[];
  /** Escape hatch: the underlying `aws_route53_zone`. */
  readonly resource: Route53Zone;

  constructor(scope: Construct, id: string, props: PublicHostedZoneProps) {
    super(scope, id);
    const { name, comment, queryLog } = props;
    // Without force_destroy, Terraform cannot destroy a zone that still contains records from another source.
    this.resource = new Route53Zone(this, "Resource", { name, comment });
    this.zoneId = this.resource.zoneId;
    this.nameServers = this.resource.nameServers;
    if (queryLog) {
      new QueryLog(this, "query-log", { ...queryLog, zoneId: this.zoneId, zoneName: name });
    }
  }
}
