import {
  CfnDirectConnectGateway,
  CfnDirectConnectGatewayAssociation,
  CfnPrivateVirtualInterface,
} from "aws-cdk-lib/aws-directconnect";
import { CfnVPNGateway, CfnVPNGatewayRoutePropagation } from "aws-cdk-lib/aws-ec2";
import type { Construct } from "constructs";
import type { Environment } from "../environment";
import { EnvironmentStack, type EnvironmentStackProps } from "../shared/environment-stack";
import { ServiceKey } from "../shared/service-key";
import { ZonalNetwork } from "./zonal-network";

/** Production in a Local Zone behind Direct Connect. */
export class LocalZoneNetworkStack extends EnvironmentStack {
  readonly network: ZonalNetwork;

  constructor(scope: Construct, id: string, { environment }: EnvironmentStackProps) {
    super(scope, id, environment, environment.localZone.region);
    const name = `project-x-${environment.name}-local-zone`;
    this.network = new ZonalNetwork(this, "network", {
      name,
      zone: environment.localZone.name,
      endpointZones: environment.localZone.endpointZones,
      region: environment.localZone.region,
      key: new ServiceKey(this, "key", `${name}-network`, ["logs"]),
    });
    this.connect(name, environment);
  }

  private connect(name: string, { privateVirtualInterface }: Environment): void {
    const gateway = new CfnVPNGateway(this, "vpn-gateway", { type: "ipsec.1", amazonSideAsn: 64512 });
    const attachment = this.network.attach("vpn-attachment", { vpnGatewayId: gateway.ref });
    const propagation = new CfnVPNGatewayRoutePropagation(this, "propagation", {
      vpnGatewayId: gateway.ref,
      routeTableIds: [this.network.routeTableId("private"), this.network.routeTableId("utility")],
    });
    propagation.addResourceDependency(attachment);
    const direct = new CfnDirectConnectGateway(this, "direct-connect", {
      directConnectGatewayName: name,
      amazonSideAsn: "64513",
    });
    new CfnDirectConnectGatewayAssociation(this, "association", {
      directConnectGatewayId: direct.ref,
      associatedGatewayId: gateway.ref,
      allowedPrefixesToDirectConnectGateway: ["10.20.0.0/16"],
    });
    new CfnPrivateVirtualInterface(this, "virtual-interface", {
      ...privateVirtualInterface,
      virtualInterfaceName: name,
      directConnectGatewayId: direct.ref,
      bgpPeers: [
        {
          addressFamily: "ipv4",
          asn: "65000",
          amazonAddress: "169.254.100.1/30",
          customerAddress: "169.254.100.2/30",
        },
      ],
    });
  }
}
