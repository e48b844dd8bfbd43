import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { AuroraApiConfig, Environment } from "../../config/schema";
import { ClientVpn, type ClientVpnProps } from "../../modules/hybrid/client-vpn";
import { ExpiringLogGroup } from "../../modules/monitoring/expiring-log-group";
import { EncryptionKey } from "../../modules/security/encryption-key";
import { ensure } from "../../modules/shared/errors";
import { RegionalStack } from "../regional-stack";
import type { DataFacts } from "./data-stack";
import type { NetworkFacts } from "./network-stack";

export interface AuroraApiVpnStackProps {
  readonly environment: Environment;
  readonly config: AuroraApiConfig;
  readonly vpn: NonNullable<AuroraApiConfig["vpn"]>;
  readonly network: NetworkFacts;
  readonly data: Pick<DataFacts, "proxyClientSecurityGroupId">;
}

/** The way in for people: to the database's proxy, and to nothing else. */
export class AuroraApiVpnStack extends RegionalStack {
  constructor(scope: Construct, id: string, props: AuroraApiVpnStackProps) {
    super(scope, id, props);
    const { environment, vpn, network } = props;
    checkCertificates(vpn, environment);
    const name = this.nameOf("aurora-vpn");
    const { clientCidr, serverCertificateArn, port, protocol, sessionTimeoutHours, banner } = vpn;
    const endpoint = new ClientVpn(this, "vpn", {
      name,
      description: "Way in to the Aurora cluster's proxy",
      vpcId: network.vpc.vpcId,
      vpcCidr: network.vpc.cidr,
      clientCidr,
      serverCertificateArn,
      authentication: vpn.authentication,
      port,
      protocol,
      sessionTimeoutHours,
      banner,
      associations: associations(props),
      targets: network.zones.map(({ name: zone, isolated }) => ({ key: `database-${zone}`, cidr: isolated.cidr })),
      securityGroupIds: [props.data.proxyClientSecurityGroupId],
      logGroupName: this.createLogGroup(name, props).name,
    });
    new TerraformOutput(this, "client_vpn_endpoint_id", {
      value: endpoint.endpointId,
      description: "The endpoint; npm run vpn:profile writes its profile",
    });
  }

  private createLogGroup(name: string, { config }: AuroraApiVpnStackProps): ExpiringLogGroup {
    const key = new EncryptionKey(this, "key", {
      ...this.account,
      name,
      description: "Encrypts the connection log of the VPN",
      services: ["logs"],
    });
    return new ExpiringLogGroup(this, "log-group", {
      name: `/${name}`,
      kmsKeyArn: key.arn,
      retentionInDays: config.logRetentionInDays,
    });
  }
}

function associations({ vpn, network }: AuroraApiVpnStackProps): ClientVpnProps["associations"] {
  const zones = vpn.associations === "every-zone" ? network.zones : network.zones.slice(0, 1);
  return zones.map((zone) => ({ zone: zone.name, subnetId: zone.private.subnetId }));
}

/** Client VPN takes certificates of its own account and region alone. */
function checkCertificates(vpn: AuroraApiVpnStackProps["vpn"], { accountId, region }: Environment): void {
  const check = (field: string, arn: string) => {
    const [, , , where, whose] = arn.split(":");
    ensure(where === region, field, `be in ${region}, the endpoint's region`, arn);
    ensure(whose === accountId, field, `be in the account ${accountId}, the endpoint's`, arn);
  };
  check("vpn.serverCertificateArn", vpn.serverCertificateArn);
  if (vpn.authentication.type === "certificate") {
    check("vpn.authentication.clientRootCertificateArn", vpn.authentication.clientRootCertificateArn);
  }
}
