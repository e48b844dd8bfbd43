import { Ec2AvailabilityZoneGroup } from "@cdktf/provider-aws/lib/ec2-availability-zone-group";
import { Construct } from "constructs";
import { ensure } from "../shared/errors";

export interface ZoneGroupProps {
  /** Local Zone, e.g. `us-east-1-bos-1a`. */
  readonly zone: string;
}

/**
 * Opts the account in to the zone group of a Local Zone. Free of charge. The API cannot opt out: after a destroy the account is
 * still opted in, and only AWS Support can opt it out. https://docs.aws.amazon.com/local-zones/latest/ug/getting-started.html
 */
export class ZoneGroup extends Construct {
  /** Name of the zone group and of the zone's network border group, e.g. `us-east-1-bos-1`. */
  readonly name: string;
  /** Escape hatch: the underlying `aws_ec2_availability_zone_group`. Subnets of the Local Zone must depend on it. */
  readonly resource: Ec2AvailabilityZoneGroup;

  constructor(scope: Construct, id: string, { zone }: ZoneGroupProps) {
    super(scope, id);
    ensure(isLocalZone(zone), "zone", "be a Local Zone, e.g. us-east-1-bos-1a", zone);
    this.name = zoneGroupOf(zone);
    this.resource = new Ec2AvailabilityZoneGroup(this, "Resource", { groupName: this.name, optInStatus: "opted-in" });
  }
}

/** True for names like `us-east-1-bos-1a`. */
function isLocalZone(zone: string): boolean {
  return /^[a-z]{2}(-[a-z]+)+-\d-[a-z]{3}-\d[a-z]$/.test(zone);
}

/** The zone group, and network border group, of a Local Zone: its name without the letter. */
function zoneGroupOf(zone: string): string {
  return zone.replace(/[a-z]$/, "");
}
