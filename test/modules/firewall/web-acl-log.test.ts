import { WebAclLog } from "../../../modules/firewall/web-acl-log";
import { Template } from "../../helpers/template";
import { regionalProvider } from "../providers";

const REQUIRED = { name: "n", accountId: "123456789012", webAclArn: "acl", kmsKeyArn: "key" };

describe("WebAclLog", () => {
  it("stands alone: required props only", () => {
    const template = Template.of((scope) => {
      new WebAclLog(scope, "log", REQUIRED);
    });
    template.one("aws_cloudwatch_log_group", { name: "aws-waf-logs-n", retention_in_days: 365 });
    template.one("aws_wafv2_web_acl_logging_configuration", { resource_arn: "acl" });
    const { policy_document } = template.one("aws_cloudwatch_log_resource_policy");
    expect(policy_document).toContain("arn:aws:logs:us-east-1:123456789012:*");
  });

  it("fails with a provider of another Region when no Region is given", () => {
    const build = () =>
      Template.of((scope) => {
        new WebAclLog(scope, "log", { ...REQUIRED, provider: regionalProvider(scope) });
      });
    expect(build).toThrow('region of the provider must be us-east-1, got "eu-west-1"');
  });
});
