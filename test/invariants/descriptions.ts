import { each, type Rule, resource, resources } from "./rule";

interface DescriptionLimit {
  readonly longest: number;
  /** The characters that the service accepts. @default printable ASCII */
  readonly pattern?: RegExp;
  /** @default "description" */
  readonly attribute?: string;
}

const ASCII = /^[\x20-\x7e]+$/;

/**
 * Descriptions that each service accepts, from the Description field of its API reference. Those of security groups are in
 * security-groups.ts. A service that documents no characters gets ASCII, which all of them accept.
 */
const LIMITS: Readonly<Record<string, DescriptionLimit>> = {
  // PutMetricAlarm, PutCompositeAlarm.
  aws_cloudwatch_metric_alarm: { attribute: "alarm_description", longest: 1024 },
  aws_cloudwatch_composite_alarm: { attribute: "alarm_description", longest: 1024 },
  // PutRule.
  aws_cloudwatch_event_rule: { longest: 512 },
  // CreateRole.
  aws_iam_role: { longest: 1000 },
  // CreateKey.
  aws_kms_key: { longest: 8192 },
  // CreateFunction.
  aws_lambda_function: { longest: 256 },
  // CreateSecret.
  aws_secretsmanager_secret: { longest: 2048 },
  // PutParameter.
  aws_ssm_parameter: { longest: 1024 },
  // CreateWebACL: no apostrophe, semicolon or bracket, and no space at either end.
  aws_wafv2_web_acl: { longest: 256, pattern: /^[\w+=:#@/,.-][\w+=:#@/,.\s-]+[\w+=:#@/,.-]$/ },
  // CreateApi.
  aws_apigatewayv2_api: { longest: 1024 },
  // DistributionConfig, ResponseHeadersPolicyConfig.
  aws_cloudfront_distribution: { attribute: "comment", longest: 128 },
  aws_cloudfront_response_headers_policy: { attribute: "comment", longest: 128 },
  // HostedZoneConfig.
  aws_route53_zone: { attribute: "comment", longest: 256 },
};

export const DESCRIPTIONS: readonly Rule[] = [
  {
    rule: "a description is one that its service accepts",
    check: each(Object.keys(LIMITS), ({ type, attributes }) => {
      const { attribute = "description", longest, pattern = ASCII } = LIMITS[type] as DescriptionLimit;
      const text = attributes[attribute];
      return text === undefined || (text.length <= longest && pattern.test(text))
        ? undefined
        : `must have a ${attribute} of at most ${longest} characters like ${pattern}, got "${text}"`;
    }),
    good: resources({
      aws_wafv2_web_acl: { it: { description: "Protects a REST API" } },
      aws_iam_role: { it: { description: "Role of the host's agent; see docs" } },
      aws_kms_key: { it: {} },
    }),
    bad: {
      "an empty one": resource("aws_iam_role", { description: "" }),
      "a dash that is not ASCII": resource("aws_iam_role", { description: "Reads \u2014 and writes" }),
      "a line break": resource("aws_secretsmanager_secret", { description: "one\ntwo" }),
      "an apostrophe of a web ACL": resource("aws_wafv2_web_acl", { description: "Protects the host's API" }),
      "an alarm of 1025 characters": resource("aws_cloudwatch_metric_alarm", { alarm_description: "x".repeat(1025) }),
      "a function of 257 characters": resource("aws_lambda_function", { description: "x".repeat(257) }),
      "a distribution of 129 characters": resource("aws_cloudfront_distribution", { comment: "x".repeat(129) }),
    },
  },
];
