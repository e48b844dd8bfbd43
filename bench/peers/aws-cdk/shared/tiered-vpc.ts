import {
  FlowLogDestination,
  FlowLogTrafficType,
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  IpAddresses,
  Peer,
  Port,
  SecurityGroup,
  type SubnetConfiguration,
  SubnetType,
  Vpc,
} from "aws-cdk-lib/aws-ec2";
import type { IKey } from "aws-cdk-lib/aws-kms";
import { LogGroup, type RetentionDays } from "aws-cdk-lib/aws-logs";
import { RemovalPolicy } from "aws-cdk-lib/core";
import type { Construct } from "constructs";

export interface TieredVpcProps {
  readonly name: string;
  readonly cidr: string;
  readonly zones: readonly string[];
  readonly natGateways: number;
  readonly key: IKey;
  readonly retention: RetentionDays;
  /** Services with an interface endpoint, e.g. `secretsmanager`. */
  readonly interfaceEndpoints: readonly string[];
  /** @default public, private and isolated */
  readonly subnetConfiguration?: SubnetConfiguration[];
}

const THREE_TIERS: SubnetConfiguration[] = [
  { name: "public", subnetType: SubnetType.PUBLIC, cidrMask: 20 },
  { name: "private", subnetType: SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 20 },
  { name: "isolated", subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 20 },
];

/** A VPC with its flow log and endpoints. */
export class TieredVpc extends Vpc {
  constructor(scope: Construct, id: string, props: TieredVpcProps) {
    super(scope, id, {
      vpcName: props.name,
      ipAddresses: IpAddresses.cidr(props.cidr),
      availabilityZones: [...props.zones],
      natGateways: props.natGateways,
      subnetConfiguration: props.subnetConfiguration ?? THREE_TIERS,
      restrictDefaultSecurityGroup: false,
    });
    const logGroup = new LogGroup(this, "flow-log-group", {
      logGroupName: `/vpc/${props.name}`,
      encryptionKey: props.key,
      retention: props.retention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.addFlowLog("flow-log", {
      destination: FlowLogDestination.toCloudWatchLogs(logGroup),
      trafficType: FlowLogTrafficType.ALL,
    });
    this.addGatewayEndpoint("s3", { service: GatewayVpcEndpointAwsService.S3 });
    this.addEndpoints(props);
  }

  private addEndpoints({ name, interfaceEndpoints }: TieredVpcProps): void {
    if (interfaceEndpoints.length === 0) {
      return;
    }
    const group = new SecurityGroup(this, "endpoints", {
      vpc: this,
      securityGroupName: `${name}-endpoints`,
      description: "Interface endpoints",
      allowAllOutbound: false,
    });
    group.addIngressRule(Peer.ipv4(this.vpcCidrBlock), Port.tcp(443), "HTTPS from the VPC");
    for (const service of interfaceEndpoints) {
      this.addInterfaceEndpoint(service, {
        service: new InterfaceVpcEndpointAwsService(service),
        securityGroups: [group],
        subnets: { subnetGroupName: "isolated" },
        open: false,
      });
    }
  }
}
