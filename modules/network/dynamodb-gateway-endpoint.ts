import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { Construct } from "constructs";
import { ensure } from "../shared/errors";
import { policyDocument } from "../shared/iam";

export interface DynamodbGatewayEndpointProps {
  /** The `Name` tag, e.g. `project-x-prod-items-eu-west-1-dynamodb`. */
  readonly name: string;
  /** AWS account, 12 digits. The endpoint accepts requests of its principals only. */
  readonly accountId: string;
  /** AWS Region, e.g. `eu-west-1`. */
  readonly region: string;
  /** ID of the VPC. */
  readonly vpcId: string;
  /** Route table of every subnet that uses DynamoDB. A gateway endpoint works through a route in each of them. */
  readonly routeTableIds: readonly string[];
  /** ARN of the only DynamoDB table that the endpoint gives access to. It must be in the same Region. */
  readonly tableArn: string;
  /** Allowed actions on the table, e.g. `dynamodb:GetItem`. */
  readonly actions: readonly string[];
}

/**
 * A gateway endpoint for one DynamoDB table. It needs no internet access and is free of charge. Its policy names the table, the
 * actions and the account. It therefore also limits roles whose own policies allow more.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/vpc-endpoints-dynamodb.html
 */
export class DynamodbGatewayEndpoint extends Construct {
  /** ID of the prefix list with DynamoDB's addresses in this Region, for security-group rules. */
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
