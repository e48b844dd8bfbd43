import { join } from "node:path";
import type { ISecurityGroup, IVpc } from "aws-cdk-lib/aws-ec2";
import type { IKey } from "aws-cdk-lib/aws-kms";
import { Architecture, Code, Function as LambdaFunction, Runtime, Tracing } from "aws-cdk-lib/aws-lambda";
import { LogGroup, type RetentionDays } from "aws-cdk-lib/aws-logs";
import { Duration, RemovalPolicy } from "aws-cdk-lib/core";
import type { Construct } from "constructs";

/** Folders with a function's code, built before the synthesis. */
const BUILT = process.env.BUILT_FUNCTIONS ?? join(__dirname, "..", "functions");

export interface LoggedFunctionProps {
  readonly name: string;
  /** Folder of the built code. */
  readonly code: string;
  readonly key: IKey;
  readonly retention: RetentionDays;
  readonly vpc?: IVpc;
  readonly securityGroups?: ISecurityGroup[];
  readonly environment?: Record<string, string>;
  readonly reservedConcurrentExecutions?: number;
}

/** A function of prebuilt code with an encrypted log that expires. */
export class LoggedFunction extends LambdaFunction {
  constructor(scope: Construct, id: string, props: LoggedFunctionProps) {
    const { name, code, key, retention, ...rest } = props;
    super(scope, id, {
      ...rest,
      functionName: name,
      code: Code.fromAsset(join(BUILT, code)),
      handler: "handler.handler",
      runtime: Runtime.NODEJS_22_X,
      architecture: Architecture.ARM_64,
      timeout: Duration.seconds(10),
      memorySize: 512,
      tracing: Tracing.ACTIVE,
      logGroup: new LogGroup(scope, `${id}-log`, {
        logGroupName: `/aws/lambda/${name}`,
        encryptionKey: key,
        retention,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
    });
  }
}
