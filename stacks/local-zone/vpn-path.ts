import { Route } from "@cdktf/provider-aws/lib/route";
import { Construct } from "constructs";
import type { LocalZoneConfig } from "../../config/schema";
import { RouteServer } from "../../modules/hybrid/route-server";
import { TunnelSecret } from "../../modules/hybrid/tunnel-secret";
import { VpnAppliance } from "../../modules/hybrid/vpn-appliance";
import type { ApplianceRouting } from "../../modules/hybrid/vpn-appliance-user-data";
import type { EncryptionKey } from "../../modules/security/encryption-key";
import type { PolicyStatement } from "../../modules/shared/iam";
import { type NameScope, physicalName } from "../../modules/shared/names";
import type { LocalZoneNetworkFacts } from "./network-stack";

export interface VpnPathProps {
  /** The `localZone` section of the environment. */
  readonly config: LocalZoneConfig;
  /** Facts of the network stack. */
  readonly network: LocalZoneNetworkFacts;
  /** The first two parts of every physical name. */
  readonly names: NameScope;
  /** Key of the tunnel secret. */
  readonly key: EncryptionKey;
  /** IAM statements for Session Manager. */
  readonly sessionStatements: readonly PolicyStatement[];
  /** Tags of the instance and its volume. */
  readonly tags: Readonly<Record<string, string>>;
}

/** The second path to the site: the VPN appliance with its secret, the routes that probe it, and a route server if configured. */
export class VpnPath extends Construct {
  readonly appliance: VpnAppliance;

  constructor(scope: Construct, id: string, props: VpnPathProps) {
    super(scope, id);
    this.appliance = this.createAppliance(props);
    this.routeProbes(props);
  }

  private createAppliance(props: VpnPathProps): VpnAppliance {
    const { config, network, names, key } = props;
    const { onPremises, failover, secretRecoveryInDays } = config;
    const { instanceType, image, authentication, maxSegmentBytes } = failover.appliance;
    const secret = new TunnelSecret(this, "tunnel-secret", {
      name: physicalName(names, "local-zone-tunnel"),
      region: key.region,
      kmsKeyArn: key.arn,
      recoveryWindowInDays: secretRecoveryInDays,
      authentication,
    });
    return new VpnAppliance(this, "appliance", {
      name: physicalName(names, "vpn-appliance", "iam-role", "launch-template", "security-group"),
      region: key.region,
      vpc: network.vpc,
      subnetId: network.publicSubnet.subnetId,
      networkBorderGroup: network.networkBorderGroup,
      secret,
      peer: { address: onPremises.vpnGateway, id: onPremises.vpnId, ranges: onPremises.ranges },
      kmsKeyArn: key.arn,
      retentionInDays: config.logRetentionInDays,
      instanceType,
      image,
      maxSegmentBytes,
      routing: failover.mode === "route-server" ? (privateIp) => this.createRouteServer(privateIp, props) : undefined,
      sessionStatements: props.sessionStatements,
      tags: props.tags,
    });
  }

  private createRouteServer(applianceAddress: string, { config, network, names }: VpnPathProps): ApplianceRouting {
    const { amazonAsn, applianceAsn } = config.failover.routeServer;
    return new RouteServer(this, "route-server", {
      amazonAsn,
      applianceAsn,
      name: physicalName(names, "local-zone"),
      vpcId: network.vpc.vpcId,
      endpointSubnets: network.endpointSubnets,
      applianceAddress,
      routeTableIds: { "private-subnet-1": network.productionSubnet.routeTableId },
    }).routing;
  }

  /** The utility subnet always reaches these addresses through the VPN, so that the path monitor tests it before a fail-over. */
  private routeProbes({ config, network }: VpnPathProps): void {
    for (const target of config.onPremises.vpnTargets) {
      new Route(this, `probe-${target}`, {
        routeTableId: network.utilitySubnet.routeTableId,
        destinationCidrBlock: `${target}/32`,
        networkInterfaceId: this.appliance.interfaceId,
      });
    }
  }
}
