import {
  CfnFlowLog,
  CfnInternetGateway,
  CfnRoute,
  CfnRouteTable,
  CfnSecurityGroup,
  CfnSubnet,
  CfnSubnetRouteTableAssociation,
  CfnVPC,
  CfnVPCEndpoint,
  CfnVPCGatewayAttachment,
} from "aws-cdk-lib/aws-ec2";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";

export interface ZonalNetworkProps {
  readonly name: string;
  /** Local Zone of the public, private and utility subnets. */
  readonly zone: string;
  /** Availability Zones of the endpoints. */
  readonly endpointZones: readonly string[];
  readonly region: string;
  readonly key: IKey;
}

const CIDR = "10.20.0.0/16";
const ENDPOINTS = ["ssm", "ssmmessages", "ec2messages", "secretsmanager", "logs", "monitoring"];

/** A VPC with subnets in a Local Zone. The L2 VPC has no Local Zones, so these are L1 resources. */
export class ZonalNetwork extends Construct {
  readonly vpcId: string;
  private readonly subnets = new Map<string, { readonly subnetId: string; readonly routeTableId: string }>();

  constructor(scope: Construct, id: string, props: ZonalNetworkProps) {
    super(scope, id);
    const { zone, endpointZones } = props;
    const vpc = new CfnVPC(this, "Resource", { cidrBlock: CIDR, enableDnsHostnames: true, enableDnsSupport: true });
    this.vpcId = vpc.ref;
    for (const [index, name] of ["public", "private", "utility"].entries()) {
      this.addSubnet(name, zone, `10.20.${index}.0/24`);
    }
    for (const [index, endpointZone] of endpointZones.entries()) {
      this.addSubnet(`endpoints-${index}`, endpointZone, `10.20.${8 + index}.0/24`);
    }
    this.addInternet();
    this.addFlowLog(props);
    this.addEndpoints(props);
  }

  subnetId(name: string): string {
    return this.subnet(name).subnetId;
  }

  routeTableId(name: string): string {
    return this.subnet(name).routeTableId;
  }

  /** Attaches a gateway to the VPC. */
  attach(id: string, gateway: { readonly internetGatewayId?: string; readonly vpnGatewayId?: string }) {
    return new CfnVPCGatewayAttachment(this, id, { vpcId: this.vpcId, ...gateway });
  }

  private subnet(name: string) {
    const found = this.subnets.get(name);
    if (!found) {
      throw new Error(`name must be a subnet of the network, got ${name}`);
    }
    return found;
  }

  private addSubnet(name: string, availabilityZone: string, cidrBlock: string): void {
    const { vpcId } = this;
    const tags = [{ key: "Name", value: name }];
    const { ref: subnetId } = new CfnSubnet(this, `${name}-subnet`, { vpcId, cidrBlock, availabilityZone, tags });
    const { ref: routeTableId } = new CfnRouteTable(this, `${name}-routes`, { vpcId, tags });
    new CfnSubnetRouteTableAssociation(this, `${name}-association`, { subnetId, routeTableId });
    this.subnets.set(name, { subnetId, routeTableId });
  }

  private addInternet(): void {
    const { ref: gatewayId } = new CfnInternetGateway(this, "internet-gateway");
    const attachment = this.attach("internet-attachment", { internetGatewayId: gatewayId });
    const route = new CfnRoute(this, "internet", {
      routeTableId: this.routeTableId("public"),
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId,
    });
    route.addResourceDependency(attachment);
  }

  private addFlowLog({ name, key }: ZonalNetworkProps): void {
    const log = new LogGroup(this, "flow-log-group", {
      logGroupName: `/vpc/${name}`,
      encryptionKey: key,
      retention: RetentionDays.ONE_YEAR,
    });
    const role = new Role(this, "flow-log-role", { assumedBy: new ServicePrincipal("vpc-flow-logs.amazonaws.com") });
    role.addToPolicy(
      new PolicyStatement({
        actions: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
        resources: [log.logGroupArn],
      }),
    );
    new CfnFlowLog(this, "flow-log", {
      resourceId: this.vpcId,
      resourceType: "VPC",
      trafficType: "ALL",
      logDestinationType: "cloud-watch-logs",
      logGroupName: log.logGroupName,
      deliverLogsPermissionArn: role.roleArn,
    });
  }

  private addEndpoints({ region, endpointZones }: ZonalNetworkProps): void {
    const { vpcId } = this;
    const group = new CfnSecurityGroup(this, "endpoints", {
      vpcId,
      groupDescription: "Interface endpoints",
      securityGroupIngress: [{ ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIp: CIDR, description: "HTTPS" }],
    });
    for (const service of ENDPOINTS) {
      new CfnVPCEndpoint(this, service, {
        vpcId,
        serviceName: `com.amazonaws.${region}.${service}`,
        vpcEndpointType: "Interface",
        privateDnsEnabled: true,
        subnetIds: endpointZones.map((_, index) => this.subnetId(`endpoints-${index}`)),
        securityGroupIds: [group.attrGroupId],
      });
    }
    new CfnVPCEndpoint(this, "s3", {
      vpcId,
      serviceName: `com.amazonaws.${region}.s3`,
      vpcEndpointType: "Gateway",
      routeTableIds: ["private", "utility"].map((name) => this.routeTableId(name)),
    });
  }
}
