import type { Construct } from "constructs";
import { InterfaceEndpoints } from "../modules/network/interface-endpoints";
import { NatGateways } from "../modules/network/nat-gateways";
import { S3GatewayEndpoint } from "../modules/network/s3-gateway-endpoint";
import type { SubnetFacts } from "../modules/network/subnet";
import { SubnetTier } from "../modules/network/subnet-tier";
import { Vpc, type VpcFacts } from "../modules/network/vpc";
import { VpcFlowLogs } from "../modules/network/vpc-flow-logs";
import { EncryptionKey } from "../modules/security/encryption-key";
import { BaseStack, type BaseStackProps } from "./base-stack";

/** The subnets of one Availability Zone. */
export interface ZoneFacts {
  /** Availability Zone, e.g. `us-east-1a`. */
  readonly name: string;
  /** Subnet with a route to the internet gateway. */
  readonly public: SubnetFacts;
  /** Subnet with a route to a NAT gateway, if there is one. */
  readonly private: SubnetFacts;
  /** Subnet without a route to the internet. */
  readonly isolated: SubnetFacts;
}

/** What the other stacks of the architecture refer to. */
export interface TieredNetworkFacts {
  /** The VPC. */
  readonly vpc: VpcFacts;
  /** The Availability Zones, in the order of the configuration. */
  readonly zones: readonly ZoneFacts[];
}

export interface TieredNetworkStackProps extends BaseStackProps {
  /** Part of the names that distinguishes this network from others of the environment. @default project and environment only */
  readonly component?: string | undefined;
  /** CIDR blocks and NAT gateways, from the configuration. */
  readonly network: TieredNetworkConfig;
  /** AWS services that get an interface endpoint: the last part of each service name, e.g. `secretsmanager`. */
  readonly endpoints: readonly string[];
  /** Description of the KMS key that encrypts the flow logs. */
  readonly keyDescription: string;
  /** Days to keep the flow logs. @default 365 */
  readonly logRetentionInDays?: number | undefined;
}

interface TieredNetworkConfig {
  /** IPv4 CIDR block of the VPC. */
  readonly vpcCidr: string;
  /** The Availability Zones, each with one CIDR block per tier. */
  readonly zones: readonly {
    readonly name: string;
    readonly publicCidr: string;
    readonly privateCidr: string;
    readonly isolatedCidr: string;
  }[];
  /** Number of NAT gateways. @default "one-per-az" */
  readonly natGateways?: "one-per-az" | "single" | "none" | undefined;
}

type Tier = "public" | "private" | "isolated";

/** A VPC with a public, a private and an isolated subnet per Availability Zone, NAT gateways, VPC endpoints and flow logs. */
export abstract class TieredNetworkStack extends BaseStack implements TieredNetworkFacts {
  readonly vpc: VpcFacts;
  readonly zones: readonly ZoneFacts[];

  /** Prefix of the `Name` tags. */
  protected readonly prefix: string;
  /** Public source addresses of connections from the private subnets. */
  protected readonly natPublicIps: readonly string[];

  constructor(scope: Construct, id: string, props: TieredNetworkStackProps) {
    super(scope, id, props);
    const { component, network } = props;
    this.prefix = component ? this.nameOf(component) : `${this.names.project}-${this.names.environment}`;

    const vpc = new Vpc(this, "vpc", { name: this.prefix, cidr: network.vpcCidr });
    const publicTier = this.createTier("public", vpc, network);
    const privateTier = this.createTier("private", vpc, network);
    const isolatedTier = this.createTier("isolated", vpc, network);
    this.natPublicIps = this.createNatGateways(vpc, publicTier, privateTier, network);
    this.createEndpoints(vpc, privateTier, isolatedTier, props.endpoints);
    this.createFlowLogs(vpc, props);

    this.vpc = vpc;
    this.zones = network.zones.map(({ name }) => ({
      name,
      public: publicTier.subnetIn(name),
      private: privateTier.subnetIn(name),
      isolated: isolatedTier.subnetIn(name),
    }));
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

  /** The endpoints' network interfaces are in the private subnets. The isolated subnets use them too: they have no other route to AWS. */
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
      vpc,
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
