import { dependable, TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { Environment, LocalZoneConfig } from "../../config/schema";
import { DirectConnect, type VirtualInterfaceFacts } from "../../modules/hybrid/direct-connect";
import { resiliencyOf } from "../../modules/hybrid/resiliency";
import { routerConfigurations } from "../../modules/hybrid/router-configuration";
import { InterfaceEndpoints } from "../../modules/network/interface-endpoints";
import { S3GatewayEndpoint } from "../../modules/network/s3-gateway-endpoint";
import { Subnet, type SubnetFacts } from "../../modules/network/subnet";
import { VirtualPrivateGateway } from "../../modules/network/virtual-private-gateway";
import { Vpc, type VpcFacts } from "../../modules/network/vpc";
import { VpcFlowLogs } from "../../modules/network/vpc-flow-logs";
import { ZoneGroup } from "../../modules/network/zone-group";
import { EncryptionKey } from "../../modules/security/encryption-key";
import { BaseStack } from "../base-stack";

/** What the fail-over stack refers to. */
export interface LocalZoneNetworkFacts {
  readonly vpc: VpcFacts;
  /** Network border group of the Local Zone. */
  readonly networkBorderGroup: string;
  /** public-subnet-1, in the Local Zone: the VPN appliance. */
  readonly publicSubnet: SubnetFacts;
  /** private-subnet-1, in the Local Zone: production. */
  readonly productionSubnet: SubnetFacts;
  /** private-subnet-2, in the Local Zone: the path monitor. */
  readonly utilitySubnet: SubnetFacts & Pick<Subnet, "arn">;
  /** private-subnet-3, in two Availability Zones: interface endpoints. */
  readonly endpointSubnets: readonly (SubnetFacts & Pick<Subnet, "zone">)[];
  readonly virtualInterfaces: readonly VirtualInterfaceFacts[];
}

export interface LocalZoneNetworkStackProps {
  /** The environment that the stack belongs to. */
  readonly environment: Environment;
  /** Its `localZone` section. */
  readonly config: LocalZoneConfig;
}

/** Endpoints of the path monitor's calls and of Session Manager. The private subnets have no route to the internet. */
const ENDPOINTS = ["ec2", "ssm", "ssmmessages", "ec2messages", "logs", "monitoring", "secretsmanager"];

/**
 * More endpoints for EKS nodes without internet access. Layers of images are in S3, which has a gateway endpoint.
 * https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html
 */
const EKS_ENDPOINTS = ["ecr.api", "ecr.dkr", "eks", "eks-auth", "sts"];

/** The VPC with its subnets in the Local Zone, and its Direct Connect path to the site. */
export class LocalZoneNetworkStack extends BaseStack implements LocalZoneNetworkFacts {
  readonly vpc: Vpc;
  readonly networkBorderGroup: string;
  readonly publicSubnet: Subnet;
  readonly productionSubnet: Subnet;
  readonly utilitySubnet: Subnet;
  readonly endpointSubnets: readonly Subnet[];
  readonly virtualInterfaces: readonly VirtualInterfaceFacts[];

  private readonly prefix: string;

  constructor(scope: Construct, id: string, { environment, config }: LocalZoneNetworkStackProps) {
    super(scope, id, { environment, region: config.region });
    this.prefix = this.nameOf("local-zone");
    const { subnets, zone, vpcCidr } = config;

    const group = new ZoneGroup(this, "zone-group", { zone });
    this.networkBorderGroup = group.name;
    this.vpc = new Vpc(this, "vpc", { name: this.prefix, cidr: vpcCidr });
    this.publicSubnet = this.createSubnet("public-subnet-1", zone, subnets.publicCidr, group);
    this.publicSubnet.routeToInternet(this.vpc.internetGateway.id);
    this.productionSubnet = this.createSubnet("private-subnet-1", zone, subnets.productionCidr, group);
    this.utilitySubnet = this.createSubnet("private-subnet-2", zone, subnets.utilityCidr, group);
    this.endpointSubnets = subnets.endpoints.map(({ zone, cidr }) =>
      this.createSubnet(`private-subnet-3-${zone}`, zone, cidr),
    );
    this.createEndpoints(config);
    this.virtualInterfaces = this.createDirectConnect(config);
    this.createFlowLogs(config);
    new TerraformOutput(this, "vpc_id", { value: this.vpc.vpcId, description: "ID of the VPC" });
    new TerraformOutput(this, "production_subnet_id", {
      value: this.productionSubnet.subnetId,
      description: "ID of private-subnet-1, the subnet of production instances",
    });
  }

  private createSubnet(name: string, zone: string, cidr: string, group?: ZoneGroup): Subnet {
    const subnet = new Subnet(this, name, { name: `${this.prefix}-${name}`, vpcId: this.vpc.vpcId, zone, cidr });
    if (group) {
      // Before the opt-in, EC2 answers "InvalidParameterValue: value for parameter availabilityZone is invalid".
      subnet.resource.dependsOn = [dependable(group.resource)];
    }
    return subnet;
  }

  private createEndpoints({ workload }: LocalZoneConfig): void {
    const hasNodes = workload !== undefined && "eks" in workload;
    if (hasNodes) {
      new S3GatewayEndpoint(this, "s3", {
        ...this.account,
        name: `${this.prefix}-s3`,
        vpcId: this.vpc.vpcId,
        routeTableIds: [this.productionSubnet, this.utilitySubnet, ...this.endpointSubnets].map(
          ({ routeTableId }) => routeTableId,
        ),
      });
      new TerraformOutput(this, "endpoint_subnet_ids", {
        value: this.endpointSubnets.map(({ subnetId }) => subnetId),
        description: "IDs of private-subnet-3 in Availability Zones, the subnets of the EKS cluster",
      });
    }
    new InterfaceEndpoints(this, "endpoints", {
      ...this.account,
      name: this.prefix,
      vpc: this.vpc,
      subnetIds: this.endpointSubnets.map(({ subnetId }) => subnetId),
      services: hasNodes ? [...ENDPOINTS, ...EKS_ENDPOINTS] : ENDPOINTS,
    });
  }

  private createDirectConnect({ directConnect, onPremises }: LocalZoneConfig): readonly VirtualInterfaceFacts[] {
    const { amazonAsn, virtualInterfaces } = directConnect;
    const gateway = new VirtualPrivateGateway(this, "gateway", {
      name: `${this.prefix}-gateway`,
      vpcId: this.vpc.vpcId,
      // The Direct Connect guide requires another ASN than the Direct Connect gateway's.
      amazonAsn: amazonAsn + 1,
      routeTableIds: {
        "private-subnet-1": this.productionSubnet.routeTableId,
        "private-subnet-2": this.utilitySubnet.routeTableId,
      },
    });
    new TerraformOutput(this, "direct_connect_resiliency", {
      value: resiliencyOf(virtualInterfaces).description,
      description: "Resiliency class of the virtual interfaces",
    });
    new TerraformOutput(this, "router_configurations", {
      value: routerConfigurations({ virtualInterfaces, amazonAsn, ranges: onPremises.ranges }),
      description: "FRR configuration of each BGP session on premises, without its BGP key",
    });
    return new DirectConnect(this, "direct-connect", {
      name: this.prefix,
      amazonAsn,
      gatewayId: gateway.gatewayId,
      allowedPrefixes: [this.vpc.cidr],
      virtualInterfaces,
    }).virtualInterfaces;
  }

  private createFlowLogs({ logRetentionInDays }: LocalZoneConfig): void {
    const key = new EncryptionKey(this, "key", {
      ...this.account,
      name: `${this.prefix}-network`,
      description: "Encrypts the flow logs of the Local Zone network",
      services: ["logs"],
    });
    new VpcFlowLogs(this, "flow-logs", {
      ...this.account,
      name: this.nameOf("local-zone-flow-logs", "iam-role"),
      vpcId: this.vpc.vpcId,
      kmsKeyArn: key.arn,
      retentionInDays: logRetentionInDays,
    });
  }
}
