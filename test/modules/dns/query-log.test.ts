import { QueryLog } from "../../../modules/dns/query-log";
import { Template } from "../../helpers/template";
import { globalProvider, regionalProvider } from "../providers";

function build(provider = globalProvider, retentionInDays?: number): Template {
  return Template.of((scope) => {
    new QueryLog(scope, "log", {
      name: "items",
      accountId: "111111111111",
      retentionInDays,
      provider: provider(scope),
      zoneId: "Z0123456789",
      zoneName: "example.com",
    });
  });
}

describe("QueryLog", () => {
  const template = build();

  it("logs the zone's queries in us-east-1, after Route 53 may write", () => {
    template.one("aws_route53_query_log", {
      zone_id: "Z0123456789",
      cloudwatch_log_group_arn: template.ref("aws_cloudwatch_log_group", undefined, "arn"),
      depends_on: [template.address("aws_cloudwatch_log_resource_policy")],
      provider: "aws.us-east-1",
    });
  });

  it("keeps them for a year, encrypted with a key that CloudWatch Logs may use", () => {
    template.one("aws_cloudwatch_log_group", {
      name: "/aws/route53/example.com",
      retention_in_days: 365,
      kms_key_id: template.ref("aws_kms_key", undefined, "arn"),
      provider: "aws.us-east-1",
    });
    const { policy } = template.one("aws_kms_key", { provider: "aws.us-east-1" });
    expect(policy).toContain("logs.us-east-1.amazonaws.com");
  });

  it("keeps them as long as configured", () => {
    build(globalProvider, 30).one("aws_cloudwatch_log_group", { retention_in_days: 30 });
  });

  it("lets Route 53 write for this zone and account only", () => {
    const { policy_document } = template.one("aws_cloudwatch_log_resource_policy", {
      policy_name: "items-dns-queries",
    });
    expect(JSON.parse(policy_document).Statement).toEqual([
      {
        Sid: "LogDnsQueries",
        Effect: "Allow",
        Principal: { Service: "route53.amazonaws.com" },
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: `${template.ref("aws_cloudwatch_log_group", undefined, "arn")}:*`,
        Condition: {
          StringEquals: { "aws:SourceAccount": "111111111111" },
          ArnEquals: { "aws:SourceArn": "arn:aws:route53:::hostedzone/Z0123456789" },
        },
      },
    ]);
  });

  it("fails with a provider of another region", () => {
    expect(() => build(regionalProvider)).toThrow("region of the provider must be us-east-1");
  });
});
