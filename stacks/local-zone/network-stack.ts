import { dependable, TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { Environment, LocalZoneConfig } from "../../config/schema";
import { DirectConnect } from "../../modules/hybrid/direct-connect";
import { InterfaceEndpoints } from "../../modules/network/interface-endpoints";
import { Subnet } from "../../modules/network/subnet";
import { VirtualPrivateGateway } from "../../modules/network/virtual-private-gateway";
import { Vpc } from "../../modules/network/vpc";
import { VpcFlowLogs } from "../../modules/network/vpc-flow-logs";
import { ZoneGroup } from "../../modules/network/zone-group";
import { EncryptionKey } from "../../modules/security/encryption-key";
import { physicalName } from "../../modules/shared/names";
import { RegionalStack } from "../regional-stack";

/** What the fail-over stack knows of the network. */
export interface LocalZoneNetworkFacts {
  readonly vpcId: string;
  readonly vpcCidr: string;
  readonly networkBorderGroup: string;
  readonly publicSubnetId: string;
  readonly productionRouteTableId: string;
  readonly utilitySubnetId: string;
  readonly utilitySubnetArn: string;
  readonly utilityRouteTableId: string;
  /** By Availability Zone. */
  readonly endpointSubnetIds: Readonly<Record<string, string>>;
  readonly virtualInterfaceId: string;
}

export interface LocalZoneNetworkStackProps {
  readonly environment: Environment;
  readonly config: LocalZoneConfig;
}

/** What hosts without a way out need: the path monitor's calls, and sessions. */
const ENDPOINTS = ["ec2", "ssm", "ssmmessages", "ec2messages", "logs", "monitoring", "secretsmanager"];

/** The VPC that reaches into the Local Zone, and its way to the site by Direct Connect. */
export class LocalZoneNetworkStack extends RegionalStack implements LocalZoneNetworkFacts {
  readonly vpcId: string;
  readonly vpcCidr: string;
  readonly networkBorderGroup: string;
  readonly publicSubnetId: string;
  readonly productionRouteTableId: string;
  readonly utilitySubnetId: string;
  readonly utilitySubnetArn: string;
  readonly utilityRouteTableId: string;
  readonly endpointSubnetIds: Readonly<Record<string, string>>;
  readonly virtualInterfaceId: string;

  private readonly config: LocalZoneConfig;
  private readonly prefix: string;

  constructor(scope: Construct, id: string, { environment, config }: LocalZoneNetworkStackProps) {
    const region = config.region ?? environment.region;
    super(scope, id, { environment, region });
    this.config = config;
    this.prefix = `${environment.project}-${environment.name}-local-zone`;
    const { subnets, zone } = config;

    const group = new ZoneGroup(this, "zone-group", { zone });
    const vpc = new Vpc(this, "vpc", { name: this.prefix, cidr: config.vpcCidr });
    const publicSubnet = this.createSubnet("public-subnet-1", vpc, zone, subnets.publicCidr, group);
    publicSubnet.routeToInternet(vpc.internetGateway.id);
    const production = this.createSubnet("private-subnet-1", vpc, zone, subnets.productionCidr, group);
    const utility = this.createSubnet("private-subnet-2", vpc, zone, subnets.utilityCidr, group);
    this.endpointSubnetIds = this.createEndpoints(vpc);
    this.virtualInterfaceId = this.connect(vpc, production, utility);
    this.createFlowLogs(vpc);

    this.vpcId = vpc.vpcId;
    this.vpcCidr = vpc.cidr;
    this.networkBorderGroup = group.name;
    this.publicSubnetId = publicSubnet.subnetId;
    this.productionRouteTableId = production.routeTableId;
    this.utilitySubnetId = utility.subnetId;
    this.utilitySubnetArn = utility.resource.arn;
    this.utilityRouteTableId = utility.routeTableId;
    new TerraformOutput(this, "vpc_id", { value: vpc.vpcId, description: "The VPC" });
    new TerraformOutput(this, "production_subnet_id", {
      value: production.subnetId,
      description: "private-subnet-1: where production instances are launched",
    });
  }

  private createSubnet(name: string, vpc: Vpc, zone: string, cidr: string, group?: ZoneGroup): Subnet {
    const subnet = new Subnet(this, name, { name: `${this.prefix}-${name}`, vpcId: vpc.vpcId, zone, cidr });
    if (group) {
      // EC2 does not know the zone before: "InvalidParameterValue: value for parameter availabilityZone is invalid".
      subnet.resource.dependsOn = [dependable(group.resource)];
    }
    return subnet;
  }

  private createEndpoints(vpc: Vpc): Record<string, string> {
    const subnets = this.config.subnets.endpoints.map(
      ({ zone, cidr }) => [zone, this.createSubnet(`private-subnet-3-${zone}`, vpc, zone, cidr).subnetId] as const,
    );
    new InterfaceEndpoints(this, "endpoints", {
      ...this.account,
      name: this.prefix,
      vpc,
      subnetIds: subnets.map(([, subnetId]) => subnetId),
      services: ENDPOINTS,
    });
    return Object.fromEntries(subnets);
  }

  private connect(vpc: Vpc, production: Subnet, utility: Subnet): string {
    const { amazonAsn, virtualInterface } = this.config.directConnect;
    const gateway = new VirtualPrivateGateway(this, "gateway", {
      name: `${this.prefix}-gateway`,
      vpcId: vpc.vpcId,
      // Another one than the Direct Connect gateway's, which refuses an association otherwise only by a warning of its guide.
      amazonAsn: amazonAsn + 1,
      routeTableIds: { "private-subnet-1": production.routeTableId, "private-subnet-2": utility.routeTableId },
    });
    return new DirectConnect(this, "direct-connect", {
      name: this.prefix,
      amazonAsn,
      gatewayId: gateway.gatewayId,
      allowedPrefixes: [vpc.cidr],
      virtualInterface,
    }).virtualInterfaceId;
  }

  private createFlowLogs(vpc: Vpc): void {
    const key = new EncryptionKey(this, "key", {
      ...this.account,
      name: `${this.prefix}-network`,
      description: "Encrypts the flow logs of the Local Zone network",
      services: ["logs"],
    });
    const { project, name: environment } = this.environment;
    new VpcFlowLogs(this, "flow-logs", {
      ...this.account,
      name: physicalName({ project, environment }, "local-zone-flow-logs", "iam-role"),
      vpcId: vpc.vpcId,
      kmsKeyArn: key.arn,
      retentionInDays: this.config.logRetentionInDays,
    });
  }
}
