import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { AuroraApiConfig, Environment } from "../../config/schema";
import { ClientVpn } from "../../modules/hybrid/client-vpn";
import { ExpiringLogGroup } from "../../modules/monitoring/expiring-log-group";
import { EncryptionKey } from "../../modules/security/encryption-key";
import { BaseStack } from "../base-stack";
import type { DataFacts } from "./data-stack";
import type { NetworkFacts } from "./network-stack";

export interface AuroraApiVpnStackProps {
  /** The environment that the stack belongs to. */
  readonly environment: Environment;
  /** The environment's section of the relational API. */
  readonly config: AuroraApiConfig;
  /** The VPN's part of the section. */
  readonly vpn: NonNullable<AuroraApiConfig["vpn"]>;
  /** Facts of the network stack. */
  readonly network: NetworkFacts;
  /** Facts of the data stack. */
  readonly data: Pick<DataFacts, "clientSecurityGroupId">;
}

/** A VPN for people, which leads to the database's proxy only. */
export class AuroraApiVpnStack extends BaseStack {
  constructor(scope: Construct, id: string, props: AuroraApiVpnStackProps) {
    super(scope, id, props);
    const { config, network, data } = props;
    const { associations, ...vpn } = props.vpn;
    const name = this.nameOf("aurora-vpn");
    const associated = associations === "every-zone" ? network.zones : network.zones.slice(0, 1);
    const endpoint = new ClientVpn(this, "vpn", {
      ...vpn,
      name,
      description: "VPN to the proxy of the Aurora cluster",
      vpc: network.vpc,
      associations: associated.map((zone) => ({ zone: zone.name, subnetId: zone.private.subnetId })),
      targets: network.zones.map((zone) => ({ key: `database-${zone.name}`, cidr: zone.isolated.cidr })),
      securityGroupIds: [data.clientSecurityGroupId],
      logGroupName: this.createLogGroup(name, config).name,
    });
    new TerraformOutput(this, "client_vpn_endpoint_id", {
      value: endpoint.endpointId,
      description: "ID of the endpoint. npm run vpn:profile writes profiles for it",
    });
  }

  private createLogGroup(name: string, { logRetentionInDays }: AuroraApiConfig): ExpiringLogGroup {
    const key = new EncryptionKey(this, "key", {
      ...this.account,
      name,
      description: "Encrypts the connection log of the VPN",
      services: ["logs"],
    });
    return new ExpiringLogGroup(this, "log-group", {
      name: `/${name}`,
      kmsKeyArn: key.arn,
      retentionInDays: logRetentionInDays,
    });
  }
}
