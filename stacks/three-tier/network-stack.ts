import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { Environment, ThreeTierConfig } from "../../config/schema";
import { EncryptionKey } from "../../modules/data/encryption-key";
import { InterfaceEndpoints } from "../../modules/network/interface-endpoints";
import { NatGateways } from "../../modules/network/nat-gateways";
import { PublicHostedZone } from "../../modules/network/public-hosted-zone";
import { S3GatewayEndpoint } from "../../modules/network/s3-gateway-endpoint";
import { SubnetTier } from "../../modules/network/subnet-tier";
import { Vpc } from "../../modules/network/vpc";
import { VpcFlowLogs } from "../../modules/observability/vpc-flow-logs";
import { type NameScope, physicalName } from "../../modules/shared/names";
import { BaseStack } from "../base-stack";

/** What the later stacks know of the network. Lists hold one entry per zone, in the order of the configuration. */
export interface NetworkFacts {
  readonly vpcId: string;
  readonly vpcCidr: string;
  readonly zoneNames: readonly string[];
  readonly publicSubnetIds: readonly string[];
  readonly privateSubnetIds: readonly string[];
  readonly isolatedSubnetIds: readonly string[];
  /** The zone of the application's domain, created here or named by the configuration; undefined without a domain. */
  readonly hostedZoneId: string | undefined;
}

export interface ThreeTierNetworkStackProps {
  readonly environment: Environment;
  readonly config: ThreeTierConfig;
}

/** The VPC of the three-tier application: subnets, ways in and out, flow logs; and its DNS zone, which outlives the rest. */
export class ThreeTierNetworkStack extends BaseStack implements NetworkFacts {
  readonly vpcId: string;
  readonly vpcCidr: string;
  readonly zoneNames: readonly string[];
  readonly publicSubnetIds: readonly string[];
  readonly privateSubnetIds: readonly string[];
  readonly isolatedSubnetIds: readonly string[];
  readonly hostedZoneId: string | undefined;

  private readonly config: ThreeTierConfig["network"];
  private readonly account: { readonly accountId: string; readonly region: string };
  private readonly names: NameScope;
  /** Prefix of the names that people see. */
  private readonly prefix: string;

  constructor(scope: Construct, id: string, props: ThreeTierNetworkStackProps) {
    super(scope, id, props);
    const { environment, config } = props;
    this.config = config.network;
    this.account = { accountId: environment.accountId, region: environment.region };
    this.names = { project: environment.project, environment: environment.name };
    this.prefix = `${environment.project}-${environment.name}`;

    const vpc = new Vpc(this, "vpc", { name: this.prefix, cidr: this.config.vpcCidr });
    const publicTier = this.createTier("public", vpc);
    const privateTier = this.createTier("private", vpc);
    const isolatedTier = this.createTier("isolated", vpc);
    this.createNatGateways(vpc, publicTier, privateTier);
    this.createEndpoints(vpc, privateTier, isolatedTier);
    this.createFlowLogs(vpc, config.logRetentionInDays);

    this.vpcId = vpc.vpcId;
    this.vpcCidr = vpc.cidr;
    this.zoneNames = this.config.zones.map((zone) => zone.name);
    this.publicSubnetIds = publicTier.subnetIds;
    this.privateSubnetIds = privateTier.subnetIds;
    this.isolatedSubnetIds = isolatedTier.subnetIds;
    this.hostedZoneId = this.findOrCreateHostedZone();
    new TerraformOutput(this, "vpc_id", { value: vpc.vpcId, description: "The VPC" });
  }

  private createTier(tier: "public" | "private" | "isolated", vpc: Vpc): SubnetTier {
    return new SubnetTier(this, tier, {
      name: this.prefix,
      tier,
      vpcId: vpc.vpcId,
      ranges: this.config.zones.map((zone) => ({ zone: zone.name, cidr: zone[`${tier}Cidr`] })),
      ...(tier === "public" ? { internetGatewayId: vpc.internetGateway.id } : {}),
    });
  }

  private createNatGateways(vpc: Vpc, publicTier: SubnetTier, privateTier: SubnetTier): void {
    const gateways = new NatGateways(this, "nat", {
      name: this.prefix,
      mode: this.config.natGateways,
      zones: this.config.zones.map(({ name }) => ({
        zone: name,
        publicSubnetId: publicTier.subnetIn(name).subnetId,
        privateRouteTableId: privateTier.subnetIn(name).routeTableId,
      })),
      internetGateway: vpc.internetGateway,
    });
    new TerraformOutput(this, "nat_public_ips", {
      value: gateways.publicIps,
      description: "Addresses that the hosts' connections come from, for other parties' allow lists",
    });
  }

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
      services: this.config.interfaceEndpoints,
    });
  }

  private createFlowLogs(vpc: Vpc, retentionInDays: number): void {
    const key = new EncryptionKey(this, "key", {
      ...this.account,
      name: `${this.prefix}-network`,
      description: "Encrypts the flow logs of the three-tier network",
      services: ["logs"],
    });
    new VpcFlowLogs(this, "flow-logs", {
      ...this.account,
      name: physicalName(this.names, "vpc-flow-logs", "iam-role"),
      vpcId: vpc.vpcId,
      kmsKeyArn: key.arn,
      retentionInDays,
    });
  }

  private findOrCreateHostedZone(): string | undefined {
    const { domain } = this.config;
    if (!domain) {
      return undefined;
    }
    if ("id" in domain.hostedZone) {
      return domain.hostedZone.id;
    }
    const zone = new PublicHostedZone(this, "hosted-zone", {
      name: domain.hostedZone.create,
      comment: `${this.prefix}: ${domain.name}`,
    });
    new TerraformOutput(this, "name_servers", {
      value: zone.nameServers,
      description: `Name servers that ${domain.hostedZone.create} is to be delegated to`,
    });
    return zone.zoneId;
  }
}
