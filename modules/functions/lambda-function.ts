import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { LambdaAlias } from "@cdktf/provider-aws/lib/lambda-alias";
import { LambdaFunction as AwsLambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { AssetType, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import { ExpiringLogGroup } from "../monitoring/expiring-log-group";
import { type BundledFiles, bundleFunction } from "../packaging/assets";
import { ensure } from "../shared/errors";
import { type PolicyStatement, policyDocument, serviceTrust } from "../shared/iam";
import { executionStatements } from "./lambda-execution-statements";

export interface LambdaFunctionProps {
  /** Name of the function and its IAM role: at most 64 letters, digits, hyphens or underscores. */
  readonly name: string;
  /** What the function does, in one sentence. */
  readonly description: string;
  /** Source file of the handler, relative to the repository, e.g. `lambdas/mysql-rotation/handler.ts`. It exports `handler`. */
  readonly entry: string;
  /** Further files of the deployment package, which the code reads from its own folder. @default none */
  readonly files?: BundledFiles | undefined;
  /** Account of the function, 12 digits. */
  readonly accountId: string;
  /** Region of the function. */
  readonly region: string;
  /** ARN of a key that encrypts the log group and the environment. Its policy allows CloudWatch Logs to use it. */
  readonly kmsKeyArn: string;
  /** Permissions of the function's code, in addition to those for its log and traces. @default none */
  readonly statements?: readonly PolicyStatement[] | undefined;
  /** Environment variables. No secrets: every principal that may describe the function can read them. @default none */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** Subnets, at least two in different zones, and security groups of the network interfaces. @default no VPC */
  readonly network?: FunctionNetwork | undefined;
  /** Memory in MiB, 128 to 10240. CPU grows with it, up to a whole vCPU at 1769. @default 256 */
  readonly memoryMiB?: number | undefined;
  /** Timeout in seconds, 1 to 900. API Gateway waits at most 29 s. @default 29 */
  readonly timeoutSeconds?: number | undefined;
  /**
   * Reserved concurrency: reserved for this function, and its maximum. Lambda keeps 100 executions of an account unreserved. In a
   * new account with a lower quota, request an increase first. @default the account's unreserved concurrency
   */
  readonly reservedConcurrency?: number | undefined;
  /** ARN of an SQS queue for asynchronous events that failed in all attempts. @default none: Lambda discards them */
  readonly deadLetterQueueArn?: string | undefined;
  /** Days to keep the log. @default 365 */
  readonly logRetentionInDays?: number | undefined;
  /**
   * Name of an alias for callers. Terraform publishes a version at each change of code or configuration, and creates the alias at
   * the first one. After that, a release moves the alias and Terraform ignores its version. @default none: callers get `$LATEST`
   */
  readonly alias?: string | undefined;
}

/** Where a function's network interfaces are. */
export interface FunctionNetwork {
  /** Subnets in at least two Availability Zones. */
  readonly subnetIds: readonly string[];
  /** Security groups of the network interfaces. */
  readonly securityGroupIds: readonly string[];
}

/** A Node.js function from one source file of this repository, with its own role, log group and traces. */
export class LambdaFunction extends Construct {
  /** ARN of the function. */
  readonly arn: string;
  /** Name of the function. A reference to the resource. */
  readonly name: string;
  /** Name of the alias, if the function has one. A reference to the resource. */
  readonly aliasName: string | undefined;
  /** Escape hatch: the underlying `aws_lambda_function`. */
  readonly resource: AwsLambdaFunction;

  constructor(scope: Construct, id: string, props: LambdaFunctionProps) {
    super(scope, id);
    const { name, timeoutSeconds = 29, memoryMiB = 256, network } = props;
    ensure(/^[A-Za-z0-9_-]{1,64}$/.test(name), "name", "be 1 to 64 letters, digits, hyphens or underscores", name);
    ensure(timeoutSeconds >= 1 && timeoutSeconds <= 900, "timeoutSeconds", "be from 1 to 900", timeoutSeconds);
    ensure(memoryMiB >= 128 && memoryMiB <= 10240, "memoryMiB", "be from 128 to 10240", memoryMiB);
    ensure(
      !network || network.subnetIds.length >= 2,
      "network.subnetIds",
      "hold at least 2 subnets",
      network?.subnetIds,
    );

    const logs = new ExpiringLogGroup(this, "log-group", {
      name: `/aws/lambda/${name}`,
      kmsKeyArn: props.kmsKeyArn,
      retentionInDays: props.logRetentionInDays,
    });
    const { role, permissions } = this.createRole(props, logs);
    this.resource = new AwsLambdaFunction(this, "Resource", {
      functionName: name,
      description: props.description,
      role: role.arn,
      runtime: "nodejs22.x",
      // Graviton costs 20 % less than x86 for the same memory and time. https://aws.amazon.com/lambda/pricing/
      architectures: ["arm64"],
      memorySize: memoryMiB,
      timeout: timeoutSeconds,
      ...this.code(props),
      tracingConfig: { mode: "Active" },
      loggingConfig: { logFormat: "JSON", logGroup: logs.name, applicationLogLevel: "INFO", systemLogLevel: "INFO" },
      ...settings(props),
      ...(props.alias === undefined ? {} : { publish: true }),
      // CreateFunction checks that the role has the permissions for a VPC.
      dependsOn: [permissions],
    });
    this.arn = this.resource.arn;
    this.name = this.resource.functionName;
    this.aliasName = this.createAlias(props.alias);
  }

  private createAlias(name: string | undefined): string | undefined {
    if (name === undefined) {
      return undefined;
    }
    return new LambdaAlias(this, "alias", {
      name,
      description: "The version that callers get. A release moves it",
      functionName: this.name,
      functionVersion: this.resource.version,
      lifecycle: { ignoreChanges: ["function_version", "routing_config"] },
    }).name;
  }

  private code({ entry, files }: LambdaFunctionProps) {
    const { path, hash, sourceCodeHash } = bundleFunction(entry, files);
    const asset = new TerraformAsset(this, "code", { path, type: AssetType.FILE, assetHash: hash });
    return { filename: asset.path, sourceCodeHash, handler: "handler.handler" };
  }

  private createRole(props: LambdaFunctionProps, logs: ExpiringLogGroup) {
    const { name, accountId, region, network, deadLetterQueueArn, statements = [] } = props;
    const role = new IamRole(this, "role", {
      name,
      description: `Role of the function ${name}`,
      assumeRolePolicy: serviceTrust("lambda.amazonaws.com"),
    });
    const execution = executionStatements({
      functionName: name,
      accountId,
      region,
      logGroupArn: logs.arn,
      inVpc: network !== undefined,
      deadLetterQueueArn,
    });
    const permissions = new IamRolePolicy(this, "permissions", {
      name: "execution",
      role: role.name,
      policy: policyDocument([...execution, ...statements]),
    });
    return { role, permissions };
  }
}

/** Optional settings. Without an environment, Lambda drops the key, and every plan would show a difference. */
function settings(props: LambdaFunctionProps) {
  const { environment, kmsKeyArn, network, reservedConcurrency, deadLetterQueueArn } = props;
  return {
    ...(environment ? { environment: { variables: { ...environment } }, kmsKeyArn } : {}),
    ...(network
      ? { vpcConfig: { subnetIds: [...network.subnetIds], securityGroupIds: [...network.securityGroupIds] } }
      : {}),
    ...(reservedConcurrency === undefined ? {} : { reservedConcurrentExecutions: reservedConcurrency }),
    ...(deadLetterQueueArn ? { deadLetterConfig: { targetArn: deadLetterQueueArn } } : {}),
  };
}
