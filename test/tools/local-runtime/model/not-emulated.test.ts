import { notEmulated } from "../../../../tools/local-runtime/model/not-emulated";
import { StackResources } from "../../../../tools/local-runtime/model/stack-resources";
import { everything } from "../../../helpers/stacks";

function linesOf(resource: Record<string, Record<string, unknown>>): string[] {
  return notEmulated([new StackResources({ id: "it", folder: "/out", configuration: { resource } })]);
}

describe("notEmulated", () => {
  it("knows every resource type of every environment's backend", () => {
    const stacks = everything().stacks.filter(({ id }) => id.includes("-active-active-"));
    const lines = notEmulated(
      stacks.map(({ id, json }) => new StackResources({ id, folder: "/", configuration: json })),
    );
    expect(lines.filter((line) => line.includes("does not know"))).toEqual([]);
    expect(lines.join("\n")).toMatch(/web ACL.*\n|VPC, security groups/);
  });

  it("groups types that are present, with their numbers", () => {
    const lines = linesOf({ aws_vpc: { a: {}, b: {} }, aws_subnet: { a: {} }, aws_wafv2_web_acl: { a: {} } });
    expect(lines).toEqual([
      "VPC, security groups and endpoint policy (aws_subnet, 2 aws_vpc)",
      "web ACL and its limits per address (aws_wafv2_web_acl)",
      "latency between clients and regions, and between AWS services",
    ]);
  });

  it("lists an unknown type by its name", () => {
    expect(linesOf({ aws_kinesis_stream: { a: {} } })).toContain(
      "aws_kinesis_stream, which the local runtime does not know",
    );
  });

  it("counts alarms that no health check follows", () => {
    const lines = linesOf({
      aws_cloudwatch_metric_alarm: { a: { alarm_name: "evacuated" }, b: { alarm_name: "errors" } },
      aws_route53_health_check: { c: { cloudwatch_alarm_name: "${aws_cloudwatch_metric_alarm.a.alarm_name}" } },
    });
    expect(lines).toContain("metric alarms, except those that evacuate a region (1)");
  });

  it.each<[string, string, Record<string, unknown>, boolean]>([
    ["X-Ray traces", "aws_lambda_function", { tracing_config: { mode: "Active" } }, true],
    ["X-Ray traces", "aws_lambda_function", { tracing_config: { mode: "PassThrough" } }, false],
    ["access log of the API", "aws_api_gateway_stage", { access_log_settings: {} }, true],
    ["cache of the stage", "aws_api_gateway_stage", { cache_cluster_enabled: false }, false],
    ["responses compressed by the API", "aws_api_gateway_rest_api", { minimum_compression_size: 0 }, true],
    ["point-in-time recovery", "aws_dynamodb_table", { point_in_time_recovery: { enabled: false } }, false],
    ["IPv6", "aws_route53_record", { type: "AAAA" }, true],
  ])("lists the setting %s of %s %j: %s", (line, type, resource, listed) => {
    expect(linesOf({ [type]: { a: resource } }).includes(line)).toBe(listed);
  });

  it("lists a variable whose value only AWS knows", () => {
    const variables = { KEY: "${aws_kms_key.a.arn}", TEXT: "$${not a reference}" };
    expect(linesOf({ aws_lambda_function: { a: { function_name: "it", environment: { variables } } } })).toContain(
      "KEY of it: only AWS knows its value, ${aws_kms_key.a.arn}",
    );
  });
});
