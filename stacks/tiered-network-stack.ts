import type { Construct } from "constructs";
import { InterfaceEndpoints } from "../modules/network/interface-endpoints";
import { NatGateways } from "../modules/network/nat-gateways";
import { S3GatewayEndpoint } from "../modules/network/s3-gateway-endpoint";
import { SubnetTier } from "../modules/network/subnet-tier";
import { Vpc } from "../modules/network/vpc";
import { VpcFlowLogs } from "../modules/network/vpc-flow-logs";
import { EncryptionKey } from "../modules/security/encryption-key";
import type { BaseStackProps } from "./base-stack";
import { RegionalStack } from "./regional-stack";

export interface TieredNetworkStackProps extends BaseStackProps {
  /** Tells the names of this network from others' in the environment. @default project and environment alone */
  readonly component?: string;
  readonly network: TieredNetworkConfig;
  /** AWS services that get an interface endpoint, by the last part of their service name. */
  readonly endpoints: readonly string[];
  /** Of the key that encrypts the flow logs. */
  readonly keyDescription: string;
  readonly logRetentionInDays: number;
}

interface TieredNetworkConfig {
  readonly vpcCidr: string;
  readonly zones: readonly {
    readonly name: string;
    readonly publicCidr: string;
    readonly privateCidr: string;
    readonly isolatedCidr: string;
  }[];
  readonly natGateways: "one-per-az" | "single" | "none";
}

type Tier = "public" | "private" | "isolated";

/**
 * A VPC with a public, a private and an isolated subnet in every zone, its ways out, its endpoints and its flow logs. The
 * lists hold one entry per zone, in the order of the configuration.
 */
export abstract class TieredNetworkStack extends RegionalStack {
  readonly vpcId: string;
  readonly vpcCidr: string;
  readonly zoneNames: readonly string[];
  readonly publicSubnetIds: readonly string[];
  readonly privateSubnetIds: readonly string[];
  readonly isolatedSubnetIds: readonly string[];

  /** Prefix of the names that people see. */
  protected readonly prefix: string;
  /** Addresses that connections from the private subnets come from. */
  protected readonly natPublicIps: readonly string[];

  constructor(scope: Construct, id: string, props: TieredNetworkStackProps) {
    super(scope, id, props);
    const { component, network } = props;
    this.prefix = component ? this.nameOf(component, "iam-role") : `${this.names.project}-${this.names.environment}`;

    const vpc = new Vpc(this, "vpc", { name: this.prefix, cidr: network.vpcCidr });
    const publicTier = this.createTier("public", vpc, network);
    const privateTier = this.createTier("private", vpc, network);
    const isolatedTier = this.createTier("isolated", vpc, network);
    this.natPublicIps = this.createNatGateways(vpc, publicTier, privateTier, network);
    this.createEndpoints(vpc, privateTier, isolatedTier, props.endpoints);
    this.createFlowLogs(vpc, props);

    this.vpcId = vpc.vpcId;
    this.vpcCidr = vpc.cidr;
    this.zoneNames = network.zones.map(({ name }) => name);
    this.publicSubnetIds = publicTier.subnetIds;
    this.privateSubnetIds = privateTier.subnetIds;
    this.isolatedSubnetIds = isolatedTier.subnetIds;
  }

  private createTier(tier: Tier, vpc: Vpc, { zones }: TieredNetworkConfig): SubnetTier {
    return new SubnetTier(this, tier, {
      name: this.prefix,
      tier,
      vpcId: vpc.vpcId,
      ranges: zones.map((zone) => ({ zone: zone.name, cidr: zone[`${tier}Cidr`] })),
      ...(tier === "public" ? { internetGatewayId: vpc.internetGateway.id } : {}),
    });
  }

  private createNatGateways(
    vpc: Vpc,
    publicTier: SubnetTier,
    privateTier: SubnetTier,
    { natGateways, zones }: TieredNetworkConfig,
  ): readonly string[] {
    return new NatGateways(this, "nat", {
      name: this.prefix,
      mode: natGateways,
      zones: zones.map(({ name }) => ({
        zone: name,
        publicSubnetId: publicTier.subnetIn(name).subnetId,
        privateRouteTableId: privateTier.subnetIn(name).routeTableId,
      })),
      internetGateway: vpc.internetGateway,
    }).publicIps;
  }

  /** The interfaces stand in the private subnets; the isolated ones, which have no other way to AWS, reach them there. */
  private createEndpoints(vpc: Vpc, privateTier: SubnetTier, isolatedTier: SubnetTier, services: readonly string[]) {
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
      services,
    });
  }

  private createFlowLogs(vpc: Vpc, { component, keyDescription, logRetentionInDays }: TieredNetworkStackProps): void {
    const key = new EncryptionKey(this, "key", {
      ...this.account,
      name: `${this.prefix}-network`,
      description: keyDescription,
      services: ["logs"],
    });
    new VpcFlowLogs(this, "flow-logs", {
      ...this.account,
      name: this.nameOf(component ? `${component}-vpc-flow-logs` : "vpc-flow-logs", "iam-role"),
      vpcId: vpc.vpcId,
      kmsKeyArn: key.arn,
      retentionInDays: logRetentionInDays,
    });
  }
}
