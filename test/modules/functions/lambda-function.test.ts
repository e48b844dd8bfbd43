import { readFileSync } from "node:fs";
import { join } from "node:path";
import { LambdaFunction, type LambdaFunctionProps } from "../../../modules/functions/lambda-function";
import { bundleFunction } from "../../../modules/packaging/assets";
import { type Statement, statementsOf } from "../../helpers/policy";
import { Template } from "../../helpers/template";

const KEY = "arn:aws:kms:eu-west-1:123456789012:key/1";
const ENTRY = "lambdas/mysql-rotation/handler.ts";
const FUNCTION = "aws_lambda_function";

function lambda(props: Partial<LambdaFunctionProps> = {}): Template {
  return Template.of((scope) => {
    new LambdaFunction(scope, "items", {
      name: "project-x-dev-items",
      description: "Lists items",
      entry: ENTRY,
      accountId: "123456789012",
      region: "eu-west-1",
      kmsKeyArn: KEY,
      ...props,
    });
  });
}

function statement(template: Template, sid: string): Statement | undefined {
  return statementsOf(template.one("aws_iam_role_policy").policy).find((candidate) => candidate.sid === sid);
}

describe("LambdaFunction", () => {
  const template = lambda();
  const resource = template.one(FUNCTION);

  it("runs the bundle of its source on Node.js 22 and Graviton", () => {
    const bundle = bundleFunction(ENTRY);
    expect(resource).toMatchObject({
      runtime: "nodejs22.x",
      architectures: ["arm64"],
      handler: "handler.handler",
      source_code_hash: bundle.sourceCodeHash,
    });
    expect(resource.filename).toMatch(new RegExp(`^assets/items_code_\\w+/${bundle.hash}/bundle\\.zip$`));
    expect(readFileSync(bundle.path).byteLength).toBe(bundle.bytes);
  });

  it("has a relative path of the archive, in every folder of the repository", () => {
    expect(resource.filename).not.toContain(join(__dirname, "..", "..", ".."));
  });

  it("is traced, and times out before API Gateway does", () => {
    expect(resource).toMatchObject({ tracing_config: { mode: "Active" }, timeout: 29, memory_size: 256 });
  });

  it("logs JSON to its own log group, which expires and is encrypted", () => {
    template.one("aws_cloudwatch_log_group", {
      name: "/aws/lambda/project-x-dev-items",
      retention_in_days: 365,
      kms_key_id: KEY,
    });
    const group = template.ref("aws_cloudwatch_log_group", "log-group", "name");
    expect(resource.logging_config).toMatchObject({ log_format: "JSON", log_group: group });
  });

  it("stands alone: required props only, with permissions for its log and traces", () => {
    expect(statementsOf(template.one("aws_iam_role_policy").policy)).toEqual([
      expect.objectContaining({
        sid: "WriteLog",
        actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
        resources: [`${template.ref("aws_cloudwatch_log_group", "log-group", "arn")}:*`],
      }),
      expect.objectContaining({ sid: "WriteTraces", resources: ["*"] }),
    ]);
  });

  it("depends on the permissions of its role", () => {
    expect(resource.depends_on).toEqual([template.address("aws_iam_role_policy")]);
  });

  it("has no key without an environment, because Lambda would drop it", () => {
    expect(resource).not.toHaveProperty("environment");
    expect(resource).not.toHaveProperty("kms_key_arn");
  });

  it("encrypts its environment", () => {
    lambda({ environment: { TABLE: "items" } }).one(FUNCTION, {
      environment: { variables: { TABLE: "items" } },
      kms_key_arn: KEY,
    });
  });

  it("has the permissions of its statements", () => {
    const extra = { sid: "ReadItems", actions: ["dynamodb:Query"], resources: ["arn:table"] };
    expect(statement(lambda({ statements: [extra] }), "ReadItems")).toMatchObject(extra);
  });

  it("reserves concurrency if configured", () => {
    lambda({ reservedConcurrency: 2 }).one(FUNCTION, { reserved_concurrent_executions: 2 });
    expect(resource).not.toHaveProperty("reserved_concurrent_executions");
  });

  it("sends failed events to a queue, and has the permission", () => {
    const withQueue = lambda({ deadLetterQueueArn: "arn:queue" });
    withQueue.one(FUNCTION, { dead_letter_config: { target_arn: "arn:queue" } });
    expect(statement(withQueue, "WriteDeadLetters")).toMatchObject({
      actions: ["sqs:SendMessage"],
      resources: ["arn:queue"],
    });
  });

  it("publishes no version by default", () => {
    lambda().none("aws_lambda_alias");
    expect(lambda().one(FUNCTION)).not.toHaveProperty("publish");
  });

  it("publishes versions behind an alias, which Terraform moves only when it creates it", () => {
    const published = lambda({ alias: "live" });
    published.one(FUNCTION, { publish: true });
    published.one("aws_lambda_alias", {
      name: "live",
      function_name: published.ref(FUNCTION, undefined, "function_name"),
      function_version: published.ref(FUNCTION, undefined, "version"),
      lifecycle: { ignore_changes: ["function_version", "routing_config"] },
    });
  });

  describe("in a VPC", () => {
    const inVpc = lambda({ network: { subnetIds: ["subnet-a", "subnet-b"], securityGroupIds: ["sg-1"] } });

    it("has the subnets and security groups", () => {
      inVpc.one(FUNCTION, { vpc_config: { subnet_ids: ["subnet-a", "subnet-b"], security_group_ids: ["sg-1"] } });
    });

    it("lets Lambda create network interfaces in this account and region only", () => {
      expect(statement(inVpc, "AttachToVpc")).toMatchObject({
        effect: "Allow",
        resources: ["arn:aws:ec2:eu-west-1:123456789012:*/*"],
      });
    });

    it("denies its own code the actions that Lambda needs for the VPC", () => {
      const refused = statement(inVpc, "RefuseToCode");
      const self = "arn:aws:lambda:eu-west-1:123456789012:function:project-x-dev-items";
      expect(refused).toMatchObject({
        effect: "Deny",
        conditions: {
          ArnLike: { "lambda:SourceFunctionArn": [self, `${self}:*`] },
        },
      });
      expect(refused?.actions).toEqual([
        ...(statement(inVpc, "AttachToVpc")?.actions ?? []),
        ...(statement(inVpc, "FindSubnets")?.actions ?? []),
      ]);
    });
  });

  it.each<[string, Partial<LambdaFunctionProps>]>([
    ["name must be 1 to 64 letters, digits, hyphens or underscores", { name: "x".repeat(65) }],
    ["timeoutSeconds must be from 1 to 900, got 901", { timeoutSeconds: 901 }],
    ["memoryMiB must be from 128 to 10240, got 64", { memoryMiB: 64 }],
    ["network.subnetIds must hold at least 2 subnets", { network: { subnetIds: ["one"], securityGroupIds: [] } }],
    ["entry must name a source file of this repository", { entry: "lambdas/nowhere/handler.ts" }],
  ])("fails: %s", (message, props) => {
    expect(() => lambda(props)).toThrow(message);
  });
});
