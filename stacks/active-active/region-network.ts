import type { Construct } from "constructs";
import type { ActiveActiveRegionConfig } from "../../config/schema";
import { DynamodbGatewayEndpoint } from "../../modules/network/dynamodb-gateway-endpoint";
import { SubnetTier } from "../../modules/network/subnet-tier";
import { Vpc } from "../../modules/network/vpc";
import { VpcFlowLogs } from "../../modules/network/vpc-flow-logs";
import { SecurityGroup } from "../../modules/security/security-group";
import type { RegionCommons } from "./region-commons";

export interface RegionNetworkProps extends RegionCommons {
  readonly network: Pick<ActiveActiveRegionConfig, "vpcCidr" | "zones">;
  readonly table: { readonly name: string; readonly arn: string };
}

/** Where a region's functions stand. */
export interface RegionNetwork {
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
}

/** No internet gateway, no NAT gateway, no peer: a route to DynamoDB, and nothing else. */
export function createRegionNetwork(scope: Construct, props: RegionNetworkProps): RegionNetwork {
  const { name, accountId, region, network, table } = props;
  const place = { accountId, region };
  const vpc = new Vpc(scope, "vpc", { name, cidr: network.vpcCidr, internet: "closed" });
  const subnets = new SubnetTier(scope, "private", {
    name,
    tier: "private",
    vpcId: vpc.vpcId,
    ranges: network.zones.map((zone) => ({ zone: zone.name, cidr: zone.privateCidr })),
  });
  const endpoint = new DynamodbGatewayEndpoint(scope, "dynamodb", {
    ...place,
    name: `${name}-dynamodb`,
    vpcId: vpc.vpcId,
    routeTableIds: subnets.routeTableIds,
    tableArn: table.arn,
    actions: ["dynamodb:GetItem", "dynamodb:PutItem"],
  });
  const group = new SecurityGroup(scope, "functions-security-group", {
    name: `${name}-functions`,
    description: `Functions that use ${table.name}`,
    vpcId: vpc.vpcId,
  });
  group.allowTo("to-dynamodb", {
    peer: { prefixListId: endpoint.prefixListId },
    port: 443,
    description: "HTTPS to DynamoDB of this region",
  });
  new VpcFlowLogs(scope, "flow-logs", {
    ...place,
    name: `${name}-flow-logs`,
    vpcId: vpc.vpcId,
    kmsKeyArn: props.kmsKeyArn,
    retentionInDays: props.logRetentionInDays,
  });
  return { subnetIds: subnets.subnetIds, securityGroupIds: [group.securityGroupId] };
}
