import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { AuroraApiConfig, Environment } from "../../config/schema";
import { ClientVpn } from "../../modules/hybrid/client-vpn";
import { ClientVpnAlarms } from "../../modules/hybrid/client-vpn-alarms";
import { AlarmTopic } from "../../modules/monitoring/alarm-topic";
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

/** A VPN for people, which leads to the database's proxy only, with its alarms. */
export class AuroraApiVpnStack extends BaseStack {
  /** ID of the Client VPN endpoint. */
  readonly endpointId: string;

  private readonly name: string;
  private readonly kmsKeyArn: string;

  constructor(scope: Construct, id: string, props: AuroraApiVpnStackProps) {
    super(scope, id, props);
    this.name = this.nameOf("aurora-vpn");
    this.kmsKeyArn = this.createKey();
    const endpoint = this.createEndpoint(props);
    this.createAlarms(endpoint, props);
    this.endpointId = endpoint.endpointId;
    new TerraformOutput(this, "client_vpn_endpoint_id", {
      value: endpoint.endpointId,
      description: "ID of the endpoint. npm run vpn:profile writes profiles for it",
    });
  }

  private createEndpoint({ config, network, data, vpn: { associations, ...vpn } }: AuroraApiVpnStackProps): ClientVpn {
    const associated = associations === "every-zone" ? network.zones : network.zones.slice(0, 1);
    return new ClientVpn(this, "vpn", {
      ...vpn,
      name: this.name,
      description: "VPN to the proxy of the Aurora cluster",
      vpc: network.vpc,
      associations: associated.map((zone) => ({ zone: zone.name, subnetId: zone.private.subnetId })),
      targets: network.zones.map((zone) => ({ key: `database-${zone.name}`, cidr: zone.isolated.cidr })),
      securityGroupIds: [data.clientSecurityGroupId],
      logGroupName: this.createLogGroup(config).name,
    });
  }

  private createKey(): string {
    return new EncryptionKey(this, "key", {
      ...this.account,
      name: this.name,
      description: "Encrypts the connection log and the alarms of the VPN",
      services: ["logs", "cloudwatch"],
    }).arn;
  }

  private createLogGroup({ logRetentionInDays }: AuroraApiConfig): ExpiringLogGroup {
    return new ExpiringLogGroup(this, "log-group", {
      name: `/${this.name}`,
      kmsKeyArn: this.kmsKeyArn,
      retentionInDays: logRetentionInDays,
    });
  }

  private createAlarms(endpoint: ClientVpn, { config, vpn }: AuroraApiVpnStackProps): void {
    const topic = new AlarmTopic(this, "alarms", {
      ...this.account,
      name: `${this.name}-alarms`,
      kmsKeyArn: this.kmsKeyArn,
      subscriptions: config.alarmSubscriptions,
    });
    const { authentication, serverCertificateArn } = vpn;
    const alarms = new ClientVpnAlarms(this, "vpn-alarms", {
      name: this.name,
      endpoint,
      authentication,
      serverCertificateArn,
      topicArn: topic.arn,
    });
    topic.page(alarms.connections, alarms.serverCertificate);
  }
}
