import { RegionalWebAcl, type RegionalWebAclProps } from "../../../modules/firewall/regional-web-acl";
import { isCidrBlock } from "../../../modules/shared/cidr";
import type { Attributes } from "../../helpers/resource";
import { Template } from "../../helpers/template";

function build(props: Partial<RegionalWebAclProps> = {}): Template {
  return Template.of((scope) => {
    new RegionalWebAcl(scope, "web-acl", {
      name: "items",
      accountId: "123456789012",
      region: "eu-west-1",
      stageArn: "stage",
      kmsKeyArn: "key",
      ...props,
    });
  });
}

describe("RegionalWebAcl", () => {
  const template = build();

  it("protects the stage", () => {
    const acl = template.ref("aws_wafv2_web_acl", undefined, "arn");
    template.one("aws_wafv2_web_acl_association", { resource_arn: "stage", web_acl_arn: acl });
    template.one("aws_wafv2_web_acl", { scope: "REGIONAL", default_action: { allow: {} } });
  });

  it("counts the requests of an address first, and does not inspect bodies", () => {
    const { rule } = template.one("aws_wafv2_web_acl");
    const byPriority = [...rule].sort((one, other) => one.priority - other.priority).map(({ name }) => name);
    expect(byPriority).toEqual(["rate-limit", "ip-reputation", "known-bad-inputs"]);
    expect(rule[0].statement.rate_based_statement).toMatchObject({ limit: 2000, aggregate_key_type: "IP" });
  });

  it("logs to a log group of its own Region, kept for a year by default", () => {
    template.one("aws_cloudwatch_log_group", { name: "aws-waf-logs-items", retention_in_days: 365 });
    const { policy_document } = template.one("aws_cloudwatch_log_resource_policy");
    expect(policy_document).toContain("arn:aws:logs:eu-west-1:123456789012:*");
    template.one("aws_wafv2_web_acl_logging_configuration");
  });

  it("stands alone: required props only", () => {
    // `build` passes no optional prop.
    template.one("aws_wafv2_web_acl", { description: "Protects a REST API" });
  });

  it("changes the description, the limit and the retention", () => {
    const changed = build({ description: "d", requestsPer5Minutes: 50, logRetentionInDays: 30 });
    expect(changed.one("aws_wafv2_web_acl", { description: "d" }).rule[0].statement.rate_based_statement.limit).toBe(
      50,
    );
    changed.one("aws_cloudwatch_log_group", { retention_in_days: 30 });
  });

  it("fails with a limit below WAF's minimum", () => {
    expect(() => build({ requestsPer5Minutes: 9 })).toThrow("requestsPer5Minutes must be at least 10, got 9");
  });

  describe("with a health check", () => {
    const health = { path: "/health", stage: "dev" };
    const rulesOf = (from?: "checkers") => {
      const built = build({ health: { ...health, from } });
      return { built, rules: built.one("aws_wafv2_web_acl").rule as Attributes[] };
    };

    it("allows Route 53's checkers first, and limits other requests for it separately", () => {
      const { built, rules } = rulesOf();
      expect(rules.map(({ name, priority }) => [priority, name])).toEqual([
        [0, "health-checkers"],
        [1, "health-limit"],
        [2, "rate-limit"],
        [3, "ip-reputation"],
        [4, "known-bad-inputs"],
      ]);
      const [checkers, limit, general] = rules;
      const addresses = checkers?.statement.and_statement.statement[0];
      const path = checkers?.statement.and_statement.statement[1];
      expect(addresses.ip_set_reference_statement.arn).toBe(built.ref("aws_wafv2_ip_set", undefined, "arn"));
      expect(checkers?.action).toEqual({ allow: {} });
      expect(limit?.statement.rate_based_statement).toMatchObject({ limit: 100, scope_down_statement: path });
      expect(general?.statement.rate_based_statement).toMatchObject({
        limit: 2000,
        scope_down_statement: { not_statement: { statement: [path] } },
      });
    });

    it("blocks all addresses except those of the checkers, if only they may request it", () => {
      const [checkers, others, general] = rulesOf("checkers").rules;
      const path = checkers?.statement.and_statement.statement[1];
      expect(others).toMatchObject({ name: "health-limit", action: { block: {} }, statement: path });
      expect(general?.name).toBe("rate-limit");
    });

    it("has the addresses of the checkers without host bits, each once", () => {
      const { addresses } = rulesOf().built.one("aws_wafv2_ip_set", { scope: "REGIONAL", ip_address_version: "IPV4" });
      expect(addresses.filter((block: string) => !isCidrBlock(block))).toEqual([]);
      expect(new Set(addresses).size).toBe(addresses.length);
      // One less blocks checkers if only they may request the health check.
      expect(addresses).toHaveLength(17);
    });

    it("fails with a limit below WAF's minimum", () => {
      expect(() => build({ health: { ...health, requestsPer5Minutes: 9 } })).toThrow(
        "health.requestsPer5Minutes must be at least 10, got 9",
      );
    });
  });
});
