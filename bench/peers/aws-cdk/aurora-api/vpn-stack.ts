import {
  CfnClientVpnAuthorizationRule,
  CfnClientVpnEndpoint,
  CfnClientVpnTargetNetworkAssociation,
} from "aws-cdk-lib/aws-ec2";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import type { Environment } from "../environment";
import { EnvironmentStack } from "../shared/environment-stack";
import { ServiceKey } from "../shared/service-key";
import type { AuroraDataStack } from "./data-stack";
import type { AuroraNetworkStack } from "./network-stack";

export interface AuroraVpnStackProps {
  readonly environment: Environment;
  readonly network: AuroraNetworkStack;
  readonly data: AuroraDataStack;
}

/** Client VPN into the network of the relational API. */
export class AuroraVpnStack extends EnvironmentStack {
  constructor(scope: Construct, id: string, { environment, network, data }: AuroraVpnStackProps) {
    super(scope, id, environment);
    const { account, region } = environment;
    const name = `project-x-${environment.name}-vpn`;
    const certificate = (last: number) =>
      `arn:aws:acm:${region}:${account}:certificate/00000000-0000-4000-8000-00000000000${last}`;
    const log = new LogGroup(this, "log", {
      logGroupName: `/project-x/${name}`,
      encryptionKey: new ServiceKey(this, "key", name, ["logs"]),
      retention: RetentionDays.ONE_YEAR,
    });
    const { ref } = new CfnClientVpnEndpoint(this, "endpoint", {
      description: name,
      clientCidrBlock: "10.100.0.0/22",
      vpcId: network.vpc.vpcId,
      securityGroupIds: [data.proxyClients.securityGroupId],
      serverCertificateArn: certificate(1),
      authenticationOptions: [
        {
          type: "certificate-authentication",
          mutualAuthentication: { clientRootCertificateChainArn: certificate(2) },
        },
      ],
      connectionLogOptions: { enabled: true, cloudwatchLogGroup: log.logGroupName },
      splitTunnel: true,
      vpnPort: 443,
      transportProtocol: "udp",
      dnsServers: ["10.11.0.2"],
    });
    const subnets = network.vpc.isolatedSubnets;
    for (const [index, { subnetId }] of subnets.slice(0, environment.vpnAssociations).entries()) {
      new CfnClientVpnTargetNetworkAssociation(this, `association-${index}`, { clientVpnEndpointId: ref, subnetId });
    }
    for (const [index, { ipv4CidrBlock }] of subnets.entries()) {
      this.authorize(`subnet-${index}`, ref, ipv4CidrBlock);
    }
    this.authorize("dns", ref, "10.11.0.2/32");
  }

  private authorize(id: string, clientVpnEndpointId: string, targetNetworkCidr: string): void {
    new CfnClientVpnAuthorizationRule(this, id, { clientVpnEndpointId, targetNetworkCidr, authorizeAllGroups: true });
  }
}
