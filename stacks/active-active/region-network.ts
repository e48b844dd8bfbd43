import { Construct } from "constructs";
import type { ActiveActiveRegionConfig } from "../../config/schema";
import { DynamodbGatewayEndpoint } from "../../modules/network/dynamodb-gateway-endpoint";
import { SubnetTier } from "../../modules/network/subnet-tier";
import { Vpc } from "../../modules/network/vpc";
import { VpcFlowLogs } from "../../modules/network/vpc-flow-logs";
import { SecurityGroup } from "../../modules/security/security-group";
import type { RegionalTable } from "../../modules/storage/regional-table";
import type { RegionPartProps } from "./region-part";

export interface RegionNetworkProps extends RegionPartProps {
  /** CIDR blocks of the VPC and its subnets, from the configuration. */
  readonly network: Pick<ActiveActiveRegionConfig, "vpcCidr" | "zones">;
  /** The region's table. */
  readonly table: RegionalTable;
}

/** The VPC of a region's functions. It has no internet gateway, NAT gateway or peering, only a route to DynamoDB. */
export class RegionNetwork extends Construct {
  /** Subnets of the functions, one per Availability Zone. */
  readonly subnetIds: readonly string[];
  /** Security groups of the functions. */
  readonly securityGroupIds: readonly string[];

  constructor(scope: Construct, id: string, props: RegionNetworkProps) {
    super(scope, id);
    const { name, accountId, region, network, kmsKeyArn, logRetentionInDays } = props;
    const vpc = new Vpc(this, "vpc", { name, cidr: network.vpcCidr, internet: "closed" });
    const subnets = new SubnetTier(this, "private", {
      name,
      tier: "private",
      vpcId: vpc.vpcId,
      ranges: network.zones.map((zone) => ({ zone: zone.name, cidr: zone.privateCidr })),
    });
    const group = this.createAccess(vpc.vpcId, subnets, props);
    new VpcFlowLogs(this, "flow-logs", {
      accountId,
      region,
      name: `${name}-flow-logs`,
      vpcId: vpc.vpcId,
      kmsKeyArn,
      retentionInDays: logRetentionInDays,
    });
    this.subnetIds = subnets.subnetIds;
    this.securityGroupIds = [group.securityGroupId];
  }

  private createAccess(vpcId: string, { routeTableIds }: SubnetTier, props: RegionNetworkProps): SecurityGroup {
    const { name, accountId, region, table } = props;
    const endpoint = new DynamodbGatewayEndpoint(this, "dynamodb", {
      accountId,
      region,
      name: `${name}-dynamodb`,
      vpcId,
      routeTableIds,
      tableArn: table.arn,
      actions: table.actions,
    });
    const group = new SecurityGroup(this, "functions-security-group", {
      name: `${name}-functions`,
      description: `Functions that use ${table.name}`,
      vpcId,
    });
    group.allowTo("to-dynamodb", {
      peer: { prefixListId: endpoint.prefixListId },
      port: 443,
      description: "HTTPS to DynamoDB of this region",
    });
    return group;
  }
}
