import { Annotations, TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { AuroraApiConfig, Environment } from "../../config/schema";
import { EncryptionKey } from "../../modules/data/encryption-key";
import { InterfaceEndpoints } from "../../modules/network/interface-endpoints";
import { NatGateways } from "../../modules/network/nat-gateways";
import { S3GatewayEndpoint } from "../../modules/network/s3-gateway-endpoint";
import { SubnetTier } from "../../modules/network/subnet-tier";
import { Vpc } from "../../modules/network/vpc";
import { VpcFlowLogs } from "../../modules/observability/vpc-flow-logs";
import { isPrivateBlock } from "../../modules/shared/cidr";
import { physicalName } from "../../modules/shared/names";
import { BaseStack } from "../base-stack";

/** What the later stacks know of the network. Lists hold one entry per zone, in the order of the configuration. */
export interface NetworkFacts {
  readonly vpcId: string;
  readonly vpcCidr: string;
  readonly zoneNames: readonly string[];
  readonly privateSubnetIds: readonly string[];
  readonly isolatedSubnetIds: readonly string[];
  /** Ranges of the isolated subnets, where the database and its proxy answer. */
  readonly isolatedCidrs: readonly string[];
}

export interface AuroraApiNetworkStackProps {
  readonly environment: Environment;
  readonly config: AuroraApiConfig;
}

/** The VPC of the relational API: functions in private subnets, cluster and proxy in isolated ones. */
export class AuroraApiNetworkStack extends BaseStack implements NetworkFacts {
  readonly vpcId: string;
  readonly vpcCidr: string;
  readonly zoneNames: readonly string[];
  readonly privateSubnetIds: readonly string[];
  readonly isolatedSubnetIds: readonly string[];
  readonly isolatedCidrs: readonly string[];

  private readonly config: AuroraApiConfig;
  private readonly account: { readonly accountId: string; readonly region: string };
  /** Prefix of every name. */
  private readonly prefix: string;

  constructor(scope: Construct, id: string, props: AuroraApiNetworkStackProps) {
    super(scope, id, props);
    const { environment, config } = props;
    this.config = config;
    this.account = { accountId: environment.accountId, region: environment.region };
    this.prefix = physicalName({ project: environment.project, environment: environment.name }, "aurora", "iam-role");
    this.warnOfPublicAddresses();

    const { zones, vpcCidr } = config.network;
    const vpc = new Vpc(this, "vpc", { name: this.prefix, cidr: vpcCidr });
    const publicTier = this.createTier("public", vpc);
    const privateTier = this.createTier("private", vpc);
    const isolatedTier = this.createTier("isolated", vpc);
    this.createNatGateways(vpc, publicTier, privateTier);
    this.createEndpoints(vpc, privateTier, isolatedTier);
    this.createFlowLogs(vpc);

    this.vpcId = vpc.vpcId;
    this.vpcCidr = vpcCidr;
    this.zoneNames = zones.map(({ name }) => name);
    this.privateSubnetIds = privateTier.subnetIds;
    this.isolatedSubnetIds = isolatedTier.subnetIds;
    this.isolatedCidrs = zones.map(({ isolatedCidr }) => isolatedCidr);
    new TerraformOutput(this, "vpc_id", { value: vpc.vpcId, description: "The VPC" });
  }

  private warnOfPublicAddresses(): void {
    const { vpcCidr } = this.config.network;
    if (!isPrivateBlock(vpcCidr)) {
      Annotations.of(this).addWarning(
        `network.vpcCidr ${vpcCidr} is public address space: from inside the VPC, and from the laptops of its VPN, whoever ` +
          "owns those addresses on the internet cannot be reached; prefer 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16",
      );
    }
  }

  private createTier(tier: "public" | "private" | "isolated", vpc: Vpc): SubnetTier {
    return new SubnetTier(this, tier, {
      name: this.prefix,
      tier,
      vpcId: vpc.vpcId,
      ranges: this.config.network.zones.map((zone) => ({ zone: zone.name, cidr: zone[`${tier}Cidr`] })),
      ...(tier === "public" ? { internetGatewayId: vpc.internetGateway.id } : {}),
    });
  }

  private createNatGateways(vpc: Vpc, publicTier: SubnetTier, privateTier: SubnetTier): void {
    new NatGateways(this, "nat", {
      name: this.prefix,
      mode: this.config.network.natGateways,
      zones: this.config.network.zones.map(({ name }) => ({
        zone: name,
        publicSubnetId: publicTier.subnetIn(name).subnetId,
        privateRouteTableId: privateTier.subnetIn(name).routeTableId,
      })),
      internetGateway: vpc.internetGateway,
    });
  }

  /** Rotation and bootstrap run in the isolated subnets, which have no other way to Secrets Manager. */
  private createEndpoints(vpc: Vpc, privateTier: SubnetTier, isolatedTier: SubnetTier): void {
    new S3GatewayEndpoint(this, "s3", {
      ...this.account,
      name: `${this.prefix}-s3`,
      vpcId: vpc.vpcId,
      routeTableIds: [...privateTier.routeTableIds, ...isolatedTier.routeTableIds],
    });
    new InterfaceEndpoints(this, "endpoints", {
      ...this.account,
      name: this.prefix,
      vpcId: vpc.vpcId,
      vpcCidr: vpc.cidr,
      subnetIds: privateTier.subnetIds,
      services: ["secretsmanager"],
    });
  }

  private createFlowLogs(vpc: Vpc): void {
    const key = new EncryptionKey(this, "key", {
      ...this.account,
      name: `${this.prefix}-network`,
      description: "Encrypts the flow logs of the relational API's network",
      services: ["logs"],
    });
    new VpcFlowLogs(this, "flow-logs", {
      ...this.account,
      name: `${this.prefix}-vpc-flow-logs`,
      vpcId: vpc.vpcId,
      kmsKeyArn: key.arn,
      retentionInDays: this.config.logRetentionInDays,
    });
  }
}
