import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import type { VpcFacts } from "../network/vpc";
import { SecurityGroup } from "../security/security-group";
import type { PathProbes } from "./path-monitor-settings";

export interface PathMonitorSecurityGroupProps {
  /** Name of the security group, e.g. `project-x-prod-path-monitor`. */
  readonly name: string;
  /** VPC with the interface endpoints. */
  readonly vpc: VpcFacts;
  /** Addresses that the monitor pings. */
  readonly probes: PathProbes;
}

/** Allows calls to interface endpoints and pings of the probed addresses. No ingress. */
export class PathMonitorSecurityGroup extends SecurityGroup {
  /** All rules. The monitor's host must depend on them: a stopping monitor still calls EC2. */
  readonly rules: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { name, vpc, probes }: PathMonitorSecurityGroupProps) {
    super(scope, id, { name, description: "Path monitor: no ingress", vpcId: vpc.vpcId });
    const toEndpoints = this.allowTo("to-endpoints", {
      peer: { cidrIpv4: vpc.cidr },
      port: 443,
      description: "HTTPS to the interface endpoints of AWS services",
    });
    const toTargets = [...probes.targets, ...probes.vpnTargets].map((target) =>
      this.allowTo(`to-${target}`, {
        peer: { cidrIpv4: `${target}/32` },
        traffic: "ping",
        description: "Ping probes of Direct Connect and the VPN",
      }),
    );
    this.rules = [toEndpoints, ...toTargets];
  }
}
