import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { LambdaFunction as AwsLambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { AssetType, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import { ExpiringLogGroup } from "../monitoring/expiring-log-group";
import { bundleFunction } from "../packaging/assets";
import { ensure } from "../shared/errors";
import { type PolicyStatement, policyDocument, serviceTrust } from "../shared/iam";
import { executionStatements } from "./lambda-execution-statements";

export interface LambdaFunctionProps {
  /** Name of function and role, at most 64 characters. */
  readonly name: string;
  /** What it does, in a sentence. */
  readonly description: string;
  /** Source of the handler below the repository's root, e.g. `lambdas/mysql-rotation/handler.ts`; it exports `handler`. */
  readonly entry: string;
  readonly accountId: string;
  readonly region: string;
  /** Encrypts the log group and the environment. Its policy lets CloudWatch Logs use it. */
  readonly kmsKeyArn: string;
  /** What the code may do besides writing its log and traces. @default nothing */
  readonly statements?: readonly PolicyStatement[];
  /** Not for secrets: everybody who may describe the function reads it. @default none */
  readonly environment?: Readonly<Record<string, string>>;
  /** Where its network interfaces stand: one subnet in each of two zones at least. @default no VPC */
  readonly network?: { readonly subnetIds: readonly string[]; readonly securityGroupIds: readonly string[] };
  /** CPU grows with it: a whole vCPU at 1769. @default 256 */
  readonly memoryMiB?: number;
  /** At most 29, below what API Gateway waits for. @default 29 */
  readonly timeoutSeconds?: number;
  /**
   * Executions at a time, kept free for this function and never exceeded. Lambda keeps 100 of an account's executions
   * unreserved: in a new account, whose quota may be below that, raise it first. @default shares the account's
   */
  readonly reservedConcurrency?: number;
  /** SQS queue for events of asynchronous calls that failed for good. @default none: they are dropped */
  readonly deadLetterQueueArn?: string;
  /** @default 365 */
  readonly logRetentionInDays?: number | undefined;
}

/** A Node.js function from one source file of this repository, with a role, a log group and traces of its own. */
export class LambdaFunction extends Construct {
  readonly arn: string;
  readonly name: string;
  /** Escape hatch: the underlying `aws_lambda_function`. */
  readonly resource: AwsLambdaFunction;

  constructor(scope: Construct, id: string, props: LambdaFunctionProps) {
    super(scope, id);
    const { name, timeoutSeconds = 29, memoryMiB = 256, network } = props;
    ensure(/^[A-Za-z0-9_-]{1,64}$/.test(name), "name", "be 1 to 64 letters, digits, hyphens or underscores", name);
    ensure(timeoutSeconds >= 1 && timeoutSeconds <= 29, "timeoutSeconds", "be from 1 to 29", timeoutSeconds);
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
      ...(props.logRetentionInDays === undefined ? {} : { retentionInDays: props.logRetentionInDays }),
    });
    const { role, permissions } = this.createRole(props, logs);
    this.resource = new AwsLambdaFunction(this, "Resource", {
      functionName: name,
      description: props.description,
      role: role.arn,
      runtime: "nodejs22.x",
      // Graviton: a fifth cheaper than x86 for the same memory and time.
      architectures: ["arm64"],
      memorySize: memoryMiB,
      timeout: timeoutSeconds,
      ...this.code(props.entry),
      tracingConfig: { mode: "Active" },
      loggingConfig: { logFormat: "JSON", logGroup: logs.name, applicationLogLevel: "INFO", systemLogLevel: "INFO" },
      ...settings(props),
      // CreateFunction checks that the role may do what the VPC needs.
      dependsOn: [permissions],
    });
    this.arn = this.resource.arn;
    this.name = this.resource.functionName;
  }

  private code(entry: string) {
    const { path, hash, sourceCodeHash } = bundleFunction(entry);
    const asset = new TerraformAsset(this, "code", { path, type: AssetType.FILE, assetHash: hash });
    return { filename: asset.path, sourceCodeHash, handler: "handler.handler" };
  }

  private createRole(props: LambdaFunctionProps, logs: ExpiringLogGroup) {
    const { name, accountId, region, network, deadLetterQueueArn, statements = [] } = props;
    const role = new IamRole(this, "role", {
      name,
      description: `What the function ${name} may do`,
      assumeRolePolicy: serviceTrust("lambda.amazonaws.com"),
    });
    const execution = executionStatements({
      functionName: name,
      accountId,
      region,
      logGroupArn: logs.arn,
      inVpc: network !== undefined,
      ...(deadLetterQueueArn ? { deadLetterQueueArn } : {}),
    });
    const permissions = new IamRolePolicy(this, "permissions", {
      name: "execution",
      role: role.name,
      policy: policyDocument([...execution, ...statements]),
    });
    return { role, permissions };
  }
}

/** What only some functions have. Without an environment Lambda forgets the key, and every plan would bring it back. */
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
