import { ApiLogging } from "../../../modules/api/api-logging";
import { Template } from "../../helpers/template";

const build = (region: string) =>
  Template.of((scope) => {
    new ApiLogging(scope, "logging", { name: "p-api-logs", region });
  });

describe("ApiLogging", () => {
  const template = build("eu-west-1");

  it("stands alone: required props only", () => {
    template.one("aws_iam_role", { name: "p-api-logs" });
  });

  it("sets a role with the managed policy, after the policy is attached", () => {
    const account = template.one("aws_api_gateway_account", {
      cloudwatch_role_arn: template.ref("aws_iam_role", undefined, "arn"),
    });
    expect(account.depends_on).toEqual([template.address("aws_iam_role_policy_attachment")]);
  });

  it.each([
    ["eu-west-1", "aws"],
    ["cn-north-1", "aws-cn"],
  ])("uses the managed policy of the partition of %s", (region, partition) => {
    build(region).one("aws_iam_role_policy_attachment", {
      policy_arn: `arn:${partition}:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs`,
    });
  });
});
