import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { SecretsmanagerSecretRotation } from "@cdktf/provider-aws/lib/secretsmanager-secret-rotation";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { ensure } from "../shared/errors";

export interface SecretRotationProps {
  readonly secretArn: string;
  /** The Lambda function that knows how. */
  readonly rotationFunction: { readonly arn: string; readonly name: string };
  /** Account of secret and function. */
  readonly accountId: string;
  /** Days between two rotations, 1 to 1000. */
  readonly automaticallyAfterDays: number;
  /**
   * Whether the first rotation starts when this is created, or the function's test step alone does (API reference,
   * RotateSecret). Either runs on after the apply has ended.
   */
  readonly rotateImmediately: boolean;
  /** What a rotation needs to find: the secret's value, the users and databases it speaks of. @default nothing more */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/** Has Secrets Manager change a secret every so many days, through a Lambda function that it may call for this secret. */
export class SecretRotation extends Construct {
  /** Escape hatch: the underlying `aws_secretsmanager_secret_rotation`. */
  readonly resource: SecretsmanagerSecretRotation;

  constructor(scope: Construct, id: string, props: SecretRotationProps) {
    super(scope, id);
    const { secretArn, rotationFunction, accountId, automaticallyAfterDays, rotateImmediately, dependsOn = [] } = props;
    ensure(
      automaticallyAfterDays >= 1 && automaticallyAfterDays <= 1000,
      "automaticallyAfterDays",
      "be from 1 to 1000",
      automaticallyAfterDays,
    );
    // With the secret's ARN in the condition one permission serves one secret: the user guide says so under "Lambda
    // rotation function execution role permissions", and it is what keeps other secrets from calling the function.
    const permission = new LambdaPermission(this, "permission", {
      functionName: rotationFunction.name,
      action: "lambda:InvokeFunction",
      principal: "secretsmanager.amazonaws.com",
      sourceAccount: accountId,
      sourceArn: secretArn,
    });
    this.resource = new SecretsmanagerSecretRotation(this, "Resource", {
      secretId: secretArn,
      rotationLambdaArn: rotationFunction.arn,
      rotateImmediately,
      rotationRules: { automaticallyAfterDays },
      dependsOn: [permission, ...dependsOn],
    });
  }
}
