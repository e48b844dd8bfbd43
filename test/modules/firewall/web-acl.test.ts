import { WebAcl, type WebAclProps } from "../../../modules/firewall/web-acl";
import type { Attributes } from "../../helpers/resource";
import { Template } from "../../helpers/template";
import { globalProvider, regionalProvider } from "../providers";

const ACCOUNT = "123456789012";

function templateOf(props: Partial<WebAclProps> = {}): Template {
  return Template.of((scope) => {
    new WebAcl(scope, "web-acl", {
      name: "project-x-test-edge",
      accountId: ACCOUNT,
      kmsKeyArn: "arn:aws:kms:us-east-1:123456789012:key/edge",
      provider: globalProvider(scope),
      ...props,
    });
  });
}

describe("WebAcl", () => {
  const template = templateOf();
  const acl = template.one("aws_wafv2_web_acl");
  const rules: Attributes[] = acl.rule;

  it("stands alone: required props only; allows requests that no rule blocks", () => {
    expect(acl).toMatchObject({ scope: "CLOUDFRONT", default_action: { allow: {} } });
  });

  it("is in us-east-1, with its log and permission", () => {
    for (const type of [
      "aws_wafv2_web_acl",
      "aws_wafv2_web_acl_logging_configuration",
      "aws_cloudwatch_log_group",
      "aws_cloudwatch_log_resource_policy",
    ]) {
      template.all(type, { provider: "aws.us-east-1" });
    }
  });

  it("counts the requests of an address before other rules block them, with a limit of 2000 by default", () => {
    expect(rules[0]).toMatchObject({
      name: "rate-limit",
      priority: 0,
      action: { block: {} },
      statement: { rate_based_statement: { limit: 2000, aggregate_key_type: "IP", evaluation_window_sec: 300 } },
    });
  });

  it("has the AWS managed rule groups, with their own actions", () => {
    const managed = rules
      .slice(1)
      .map((rule) => [rule.priority, rule.override_action, rule.statement.managed_rule_group_statement.name]);
    expect(managed).toEqual([
      [1, { none: {} }, "AWSManagedRulesAmazonIpReputationList"],
      [2, { none: {} }, "AWSManagedRulesKnownBadInputsRuleSet"],
      [3, { none: {} }, "AWSManagedRulesCommonRuleSet"],
      [4, { none: {} }, "AWSManagedRulesSQLiRuleSet"],
    ]);
  });

  it("has one metric per rule, and keeps no samples, which show credentials", () => {
    const visibilities = [acl.visibility_config, ...rules.map((rule) => rule.visibility_config)];
    expect(new Set(visibilities.map((visibility) => visibility.metric_name)).size).toBe(6);
    for (const visibility of visibilities) {
      expect(visibility).toMatchObject({ cloudwatch_metrics_enabled: true, sampled_requests_enabled: false });
    }
  });

  it("logs to an encrypted log group, kept for a year by default, with the prefix that WAF requires", () => {
    const group = template.one("aws_cloudwatch_log_group", {
      name: "aws-waf-logs-project-x-test-edge",
      kms_key_id: "arn:aws:kms:us-east-1:123456789012:key/edge",
      retention_in_days: 365,
    });
    expect(group.name).toMatch(/^aws-waf-logs-/);
    template.one("aws_wafv2_web_acl_logging_configuration", {
      resource_arn: template.ref("aws_wafv2_web_acl", "web-acl", "arn"),
      log_destination_configs: [template.ref("aws_cloudwatch_log_group", "log-group", "arn")],
    });
  });

  it("removes authorization and cookies from the log", () => {
    const { redacted_fields } = template.one("aws_wafv2_web_acl_logging_configuration");
    expect(redacted_fields).toEqual([
      { single_header: { name: "authorization" } },
      { single_header: { name: "cookie" } },
    ]);
  });

  it("allows log delivery to write for this account only, before the logging starts", () => {
    const { policy_document } = template.one("aws_cloudwatch_log_resource_policy");
    expect(JSON.parse(policy_document).Statement).toEqual([
      {
        Sid: "DeliverWebAclLogs",
        Effect: "Allow",
        Principal: { Service: "delivery.logs.amazonaws.com" },
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: `${template.ref("aws_cloudwatch_log_group", "log-group", "arn")}:*`,
        Condition: {
          StringEquals: { "aws:SourceAccount": ACCOUNT },
          ArnLike: { "aws:SourceArn": `arn:aws:logs:us-east-1:${ACCOUNT}:*` },
        },
      },
    ]);
    expect(template.one("aws_wafv2_web_acl_logging_configuration").depends_on).toEqual([
      template.address("aws_cloudwatch_log_resource_policy"),
    ]);
  });

  it("changes the limit and the retention of the log", () => {
    const other = templateOf({ requestsPer5Minutes: 100, logRetentionInDays: 30 });
    expect(other.one("aws_wafv2_web_acl").rule[0].statement.rate_based_statement.limit).toBe(100);
    other.one("aws_cloudwatch_log_group", { retention_in_days: 30 });
  });

  it("fails below WAF's minimum limit", () => {
    expect(() => templateOf({ requestsPer5Minutes: 9 })).toThrow("requestsPer5Minutes must be at least 10, got 9");
  });

  it("fails outside us-east-1", () => {
    expect(() =>
      Template.of((scope) => {
        new WebAcl(scope, "web-acl", {
          name: "n",
          accountId: ACCOUNT,
          kmsKeyArn: "arn",
          provider: regionalProvider(scope),
        });
      }),
    ).toThrow('region of the provider must be us-east-1, got "eu-west-1"; pass an alias of that region');
  });
});
