import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { Construct } from "constructs";
import { ensure } from "../shared/errors";
import { policyDocument } from "../shared/iam";

export interface DynamodbGatewayEndpointProps {
  /** Name that people see, e.g. `project-x-prod-items-eu-west-1-dynamodb`. */
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  readonly vpcId: string;
  /** Tables of every subnet that uses it: a gateway endpoint is a route, and does nothing for a table it is not in. */
  readonly routeTableIds: readonly string[];
  /** The one DynamoDB table of the same region that is reached through it. */
  readonly tableArn: string;
  /** What may be done to the table, e.g. `dynamodb:GetItem`. */
  readonly actions: readonly string[];
}

/**
 * The way to one DynamoDB table of the region that needs no internet and costs nothing. Its policy names the table and the
 * account's own principals: nothing else is reached through it, whatever a role may allow and whoever's credentials are used.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/vpc-endpoints-dynamodb.html
 */
export class DynamodbGatewayEndpoint extends Construct {
  /** DynamoDB's addresses in this region, for security-group rules. EC2 fills it in: no look-up is needed. */
  readonly prefixListId: string;
  /** Escape hatch: the underlying `aws_vpc_endpoint`. */
  readonly resource: VpcEndpoint;

  constructor(scope: Construct, id: string, props: DynamodbGatewayEndpointProps) {
    super(scope, id);
    const { name, accountId, region, vpcId, routeTableIds, tableArn, actions } = props;
    ensure(routeTableIds.length > 0, "routeTableIds", "hold at least 1 route table", routeTableIds);
    this.resource = new VpcEndpoint(this, "Resource", {
      vpcId,
      serviceName: `com.amazonaws.${region}.dynamodb`,
      vpcEndpointType: "Gateway",
      routeTableIds: [...routeTableIds],
      policy: policyDocument([
        {
          sid: "OneTable",
          principals: { AWS: "*" },
          actions,
          resources: [tableArn],
          conditions: { StringEquals: { "aws:PrincipalAccount": accountId } },
        },
      ]),
      tags: { Name: name },
    });
    this.prefixListId = this.resource.prefixListId;
  }
}
