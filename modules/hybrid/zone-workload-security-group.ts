import type { Construct } from "constructs";
import type { VpcFacts } from "../network/vpc";
import { SecurityGroup } from "../security/security-group";

export interface ZoneWorkloadSecurityGroupProps {
  /** Name of the security group, e.g. `project-x-prod-zone-workload`. */
  readonly name: string;
  /** VPC with the interface endpoints. */
  readonly vpc: VpcFacts;
  /** CIDR blocks on premises that may connect. */
  readonly ranges: readonly string[];
  /** TCP port that they may connect to. */
  readonly port: number;
}

/** Allows connections from the site, and calls to interface endpoints. */
export class ZoneWorkloadSecurityGroup extends SecurityGroup {
  constructor(scope: Construct, id: string, { name, vpc, ranges, port }: ZoneWorkloadSecurityGroupProps) {
    super(scope, id, { name, description: "Workload of the Local Zone", vpcId: vpc.vpcId });
    for (const range of ranges) {
      const peer = { cidrIpv4: range };
      this.allowFrom(`from-${range}`, { peer, port, description: "Clients on premises" });
    }
    this.allowTo("to-endpoints", {
      peer: { cidrIpv4: vpc.cidr },
      port: 443,
      description: "HTTPS to the interface endpoints of AWS services",
    });
  }
}
