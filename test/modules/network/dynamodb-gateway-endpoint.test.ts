import {
  DynamodbGatewayEndpoint,
  type DynamodbGatewayEndpointProps,
} from "../../../modules/network/dynamodb-gateway-endpoint";
import { statementsOf } from "../../helpers/policy";
import { Template } from "../../helpers/template";

const TABLE = "arn:aws:dynamodb:eu-west-1:123456789012:table/items";

function build(props: Partial<DynamodbGatewayEndpointProps> = {}): Template {
  return Template.of((scope) => {
    new DynamodbGatewayEndpoint(scope, "endpoint", {
      name: "items-dynamodb",
      accountId: "123456789012",
      region: "eu-west-1",
      vpcId: "vpc-1",
      routeTableIds: ["rtb-1", "rtb-2"],
      tableArn: TABLE,
      actions: ["dynamodb:GetItem"],
      ...props,
    });
  });
}

describe("DynamodbGatewayEndpoint", () => {
  const endpoint = build().one("aws_vpc_endpoint");

  it("stands alone: required props only, with a route to DynamoDB of the Region in every route table", () => {
    expect(endpoint).toMatchObject({
      vpc_endpoint_type: "Gateway",
      service_name: "com.amazonaws.eu-west-1.dynamodb",
      route_table_ids: ["rtb-1", "rtb-2"],
    });
  });

  it("allows the named actions on the one table to principals of the account, and nothing else", () => {
    const [statement, ...others] = statementsOf(endpoint.policy);
    expect(others).toEqual([]);
    expect(statement).toMatchObject({
      effect: "Allow",
      actions: ["dynamodb:GetItem"],
      resources: [TABLE],
      conditions: { StringEquals: { "aws:PrincipalAccount": "123456789012" } },
    });
  });

  it("fails without a route table", () => {
    expect(() => build({ routeTableIds: [] })).toThrow("routeTableIds must hold at least 1 route table, got []");
  });
});
