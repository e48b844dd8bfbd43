import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { SecretsmanagerSecretRotation } from "@cdktf/provider-aws/lib/secretsmanager-secret-rotation";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { ensure } from "../shared/errors";

export interface SecretRotationProps {
  /** ARN of the secret. */
  readonly secretArn: string;
  /** The Lambda function that rotates the secret. */
  readonly rotationFunction: { readonly arn: string; readonly name: string };
  /** Account of the secret and of the function, 12 digits. */
  readonly accountId: string;
  /** Days between two rotations, 1 to 1000. @default 30 */
  readonly automaticallyAfterDays?: number | undefined;
  /**
   * Whether Secrets Manager rotates the secret when Terraform creates the rotation. Otherwise it only runs the function's test
   * step. Both continue after the apply has ended.
   * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html
   * @default true
   */
  readonly rotateImmediately?: boolean | undefined;
  /** Resources that a rotation needs, e.g. the first version of the secret and the database. @default none */
  readonly dependsOn?: readonly ITerraformDependable[] | undefined;
}

/** Rotates a secret on a schedule, through a Lambda function. Secrets Manager may invoke the function for this secret. */
export class SecretRotation extends Construct {
  /** Escape hatch: the underlying `aws_secretsmanager_secret_rotation`. */
  readonly resource: SecretsmanagerSecretRotation;

  constructor(scope: Construct, id: string, props: SecretRotationProps) {
    super(scope, id);
    const { secretArn, rotationFunction, accountId, dependsOn = [] } = props;
    const { automaticallyAfterDays = 30, rotateImmediately = true } = props;
    ensure(
      automaticallyAfterDays >= 1 && automaticallyAfterDays <= 1000,
      "automaticallyAfterDays",
      "be from 1 to 1000",
      automaticallyAfterDays,
    );
    // The secret's ARN as the source keeps the rotations of other secrets from invoking the function.
    // https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-required-permissions-function.html
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
