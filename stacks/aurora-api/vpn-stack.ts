import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { AuroraApiConfig, Environment } from "../../config/schema";
import { ClientVpn } from "../../modules/hybrid/client-vpn";
import { ExpiringLogGroup } from "../../modules/monitoring/expiring-log-group";
import { EncryptionKey } from "../../modules/security/encryption-key";
import { ensure } from "../../modules/shared/errors";
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
    const { environment, config, network, data } = props;
    const { associations, ...vpn } = props.vpn;
    checkCertificates(vpn, environment);
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

type Certificates = Pick<AuroraApiVpnStackProps["vpn"], "serverCertificateArn" | "authentication">;

/** Client VPN accepts only certificates of its own account and region. */
function checkCertificates(
  { serverCertificateArn, authentication }: Certificates,
  { accountId, region }: Environment,
): void {
  const check = (field: string, arn: string) => {
    const [, , , certificateRegion, certificateAccount] = arn.split(":");
    ensure(certificateRegion === region, field, `be in ${region}, the endpoint's region`, arn);
    ensure(certificateAccount === accountId, field, `be in the account ${accountId}, the endpoint's`, arn);
  };
  check("vpn.serverCertificateArn", serverCertificateArn);
  if (authentication.type === "certificate") {
    check("vpn.authentication.clientRootCertificateArn", authentication.clientRootCertificateArn);
  }
}
