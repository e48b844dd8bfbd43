import { RegionalWebAcl, type RegionalWebAclProps } from "../../../modules/firewall/regional-web-acl";
import { Template } from "../../helpers/template";

function build(props: Partial<RegionalWebAclProps> = {}): Template {
  return Template.of((scope) => {
    new RegionalWebAcl(scope, "web-acl", {
      name: "items",
      accountId: "111111111111",
      region: "eu-west-1",
      stageArn: "stage",
      requestsPer5Minutes: 2000,
      kmsKeyArn: "key",
      logRetentionInDays: 30,
      ...props,
    });
  });
}

describe("RegionalWebAcl", () => {
  const template = build();

  it("guards the stage", () => {
    const acl = template.ref("aws_wafv2_web_acl", undefined, "arn");
    template.one("aws_wafv2_web_acl_association", { resource_arn: "stage", web_acl_arn: acl });
    template.one("aws_wafv2_web_acl", { scope: "REGIONAL", default_action: { allow: {} } });
  });

  it("counts every request of an address first, and leaves bodies to the API", () => {
    const { rule } = template.one("aws_wafv2_web_acl");
    const byPriority = [...rule].sort((one, other) => one.priority - other.priority).map(({ name }) => name);
    expect(byPriority).toEqual(["rate-limit", "ip-reputation", "known-bad-inputs"]);
    expect(rule[0].statement.rate_based_statement).toMatchObject({ limit: 2000, aggregate_key_type: "IP" });
  });

  it("logs to a group of its own region, whose policy lets WAF's logs of that region in", () => {
    template.one("aws_cloudwatch_log_group", { name: "aws-waf-logs-items", retention_in_days: 30 });
    const { policy_document } = template.one("aws_cloudwatch_log_resource_policy");
    expect(policy_document).toContain("arn:aws:logs:eu-west-1:111111111111:*");
    template.one("aws_wafv2_web_acl_logging_configuration");
  });

  it("fails on a limit that WAF does not take", () => {
    expect(() => build({ requestsPer5Minutes: 9 })).toThrow("requestsPer5Minutes must be at least 10, got 9");
  });
});
