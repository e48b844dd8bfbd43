import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { Construct } from "constructs";
import { SecurityGroup } from "../security/security-group";
import { ensure } from "../shared/errors";
import { policyDocument } from "../shared/iam";
import { ownPrincipalsOnly } from "./endpoint-policy";
import type { VpcFacts } from "./vpc";

export interface InterfaceEndpointsProps {
  /** Prefix of the `Name` tags and of the security group's name, e.g. `project-x-prod`. */
  readonly name: string;
  /** AWS account, 12 digits. The endpoints accept requests of its principals only. */
  readonly accountId: string;
  /** AWS Region, e.g. `us-east-1`. */
  readonly region: string;
  /** The VPC. Both of its DNS attributes must be on, because private DNS needs them. Its addresses may connect. */
  readonly vpc: VpcFacts;
  /** One subnet per Availability Zone. Each holds a network interface of every endpoint. */
  readonly subnetIds: readonly string[];
  /** Last part of each service name, e.g. `secretsmanager`. Each service must support endpoint policies. */
  readonly services: readonly string[];
}

/**
 * Interface VPC endpoints with private DNS. Clients in the VPC use the services' public names without a NAT gateway.
 * AWS charges per endpoint, Availability Zone and hour, and per GB.
 */
export class InterfaceEndpoints extends Construct {
  /** ID of the security group of the endpoints' network interfaces. */
  readonly securityGroupId: string;

  constructor(scope: Construct, id: string, props: InterfaceEndpointsProps) {
    super(scope, id);
    const { name, accountId, region, vpc, subnetIds, services } = props;
    ensure(new Set(services).size === services.length, "services", "name each service once", services);
    ensure(subnetIds.length > 0, "subnetIds", "hold at least 1 subnet", subnetIds);

    const group = this.createSecurityGroup(props);
    for (const service of services) {
      new VpcEndpoint(this, service, {
        vpcId: vpc.vpcId,
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

  /** Ingress only: an endpoint never opens a connection. */
  private createSecurityGroup({ name, vpc }: InterfaceEndpointsProps): SecurityGroup {
    const group = new SecurityGroup(this, "security-group", {
      name: `${name}-endpoints`,
      description: "Interface endpoints of AWS services",
      vpcId: vpc.vpcId,
    });
    group.allowFrom("from-vpc", {
      peer: { cidrIpv4: vpc.cidr },
      port: 443,
      description: "HTTPS to AWS services from anywhere in the VPC",
    });
    return group;
  }
}
