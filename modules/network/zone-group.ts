import { Ec2AvailabilityZoneGroup } from "@cdktf/provider-aws/lib/ec2-availability-zone-group";
import { Construct } from "constructs";
import { ensure } from "../shared/errors";

export interface ZoneGroupProps {
  /** A Local Zone, e.g. `us-east-1-bos-1a`. */
  readonly zone: string;
}

/**
 * The account's consent to use a Local Zone. Free of charge. The API knows no way back: taking the stack down leaves the group
 * opted in, and only AWS Support opts an account out. https://docs.aws.amazon.com/local-zones/latest/ug/getting-started.html
 */
export class ZoneGroup extends Construct {
  /** E.g. `us-east-1-bos-1`; public addresses of the zone come from the network border group of the same name. */
  readonly name: string;
  /** Subnets of the zone depend on it. Escape hatch: the underlying `aws_ec2_availability_zone_group`. */
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
