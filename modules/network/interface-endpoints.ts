import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { Construct } from "constructs";
import { SecurityGroup } from "../security/security-group";
import { ensure } from "../shared/errors";
import { policyDocument } from "../shared/iam";
import { ownPrincipalsOnly } from "./endpoint-policy";

export interface InterfaceEndpointsProps {
  /** Prefix of the names that people see, e.g. `project-x-prod`. */
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  /** With both DNS attributes on: private DNS needs them. */
  readonly vpcId: string;
  /** Who may connect. */
  readonly vpcCidr: string;
  /** One subnet per zone; each holds a network interface of every endpoint. */
  readonly subnetIds: readonly string[];
  /** Last part of the service names, e.g. `secretsmanager`. Each must support endpoint policies. */
  readonly services: readonly string[];
}

/**
 * Private ways to AWS services under their public names: clients in the VPC need no change and no NAT gateway.
 * Billed per endpoint, zone and hour, and per GB.
 */
export class InterfaceEndpoints extends Construct {
  /** The group of the endpoints' interfaces. */
  readonly securityGroupId: string;

  constructor(scope: Construct, id: string, props: InterfaceEndpointsProps) {
    super(scope, id);
    const { name, accountId, region, vpcId, subnetIds, services } = props;
    ensure(new Set(services).size === services.length, "services", "name each service once", services);
    ensure(subnetIds.length > 0, "subnetIds", "hold at least 1 subnet", subnetIds);

    const group = this.createSecurityGroup(props);
    for (const service of services) {
      new VpcEndpoint(this, service, {
        vpcId,
        serviceName: `com.amazonaws.${region}.${service}`,
        vpcEndpointType: "Interface",
        subnetIds: [...subnetIds],
        securityGroupIds: [group.securityGroupId],
        privateDnsEnabled: true,
        policy: policyDocument([ownPrincipalsOnly(accountId)]),
        tags: { Name: `${name}-${service}` },
      });
    }
    this.securityGroupId = group.securityGroupId;
  }

  /** In only: an endpoint answers, it never calls. */
  private createSecurityGroup({ name, vpcId, vpcCidr }: InterfaceEndpointsProps): SecurityGroup {
    const group = new SecurityGroup(this, "security-group", {
      name: `${name}-endpoints`,
      description: "Interface endpoints of AWS services",
      vpcId,
    });
    group.allowFrom("from-vpc", {
      peer: { cidrIpv4: vpcCidr },
      port: 443,
      description: "HTTPS to AWS services from anywhere in the VPC",
    });
    return group;
  }
}
