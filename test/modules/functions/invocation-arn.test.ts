import { invocationArn } from "../../../modules/functions/invocation-arn";

describe("invocationArn", () => {
  it.each([
    ["eu-west-1", "aws"],
    ["cn-north-1", "aws-cn"],
  ])("names the function by its ARN in API Gateway's form, in the partition of %s", (region, partition) => {
    expect(invocationArn("items-get", { accountId: "123456789012", region })).toBe(
      `arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/` +
        `arn:${partition}:lambda:${region}:123456789012:function:items-get/invocations`,
    );
  });

  it("names an alias", () => {
    expect(invocationArn("items-get", { accountId: "123456789012", region: "eu-west-1", alias: "live" })).toContain(
      ":function:items-get:live/invocations",
    );
  });
});
