import { required } from "../shared/errors";
import type { PolicyStatement } from "../shared/iam";
import { viaService } from "./key-statements";

/** A secret as policies name it. */
export interface SecretReference {
  /** ARN of the secret. */
  readonly arn: string;
  /** ARN of the key that encrypts the secret. */
  readonly kmsKeyArn: string;
  /** Region of the secret and of its key. */
  readonly region: string;
}

/** Settings of the statements that read a secret. */
export interface ReadSecretOptions {
  /** Ends the statements' ids, which are unique within a policy: `Read<subject>` and `Decrypt<subject>`. @default "Secret" */
  readonly subject?: string | undefined;
}

/** A secret that a module reads. Both {@link SecretAccess} and `Secret` have this shape. */
export interface ReadableSecret extends SecretReference {
  /** Lets a caller read the secret's value. */
  readStatements(options?: ReadSecretOptions): PolicyStatement[];
}

/** Access to a secret that an AWS service created, e.g. the master user's secret of RDS. */
export class SecretAccess implements ReadableSecret {
  readonly arn: string;
  readonly kmsKeyArn: string;
  readonly region: string;

  constructor({ arn, kmsKeyArn, region }: SecretReference) {
    this.arn = arn;
    this.kmsKeyArn = kmsKeyArn;
    this.region = region;
  }

  readStatements(options?: ReadSecretOptions): PolicyStatement[] {
    return readSecretStatements(this, options);
  }
}

/** Lets a caller read one secret, and decrypt with the secret's key for this secret only: the key may encrypt others. */
export function readSecretStatements(
  { arn, kmsKeyArn, region }: SecretReference,
  { subject = "Secret" }: ReadSecretOptions = {},
): PolicyStatement[] {
  return [
    { sid: `Read${subject}`, actions: ["secretsmanager:GetSecretValue"], resources: [arn] },
    {
      sid: `Decrypt${subject}`,
      actions: ["kms:Decrypt"],
      resources: [kmsKeyArn],
      conditions: viaService(region, "secretsmanager", { SecretARN: arn }),
    },
  ];
}

/** What one rotation function works on. */
export interface RotatedSecrets {
  /** Secrets that the function rotates, at least one, all in one region. */
  readonly rotated: readonly SecretReference[];
  /** Secrets that the function only reads, e.g. a master secret that RDS rotates. @default none */
  readonly readOnly?: readonly SecretReference[] | undefined;
}

/**
 * Lets a rotation function generate passwords, read its secrets, and write new versions of those that it rotates.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-required-permissions-function.html
 */
export function rotateSecretsStatements({ rotated, readOnly = [] }: RotatedSecrets): PolicyStatement[] {
  const secrets = [...rotated, ...readOnly];
  const arns = secrets.map(({ arn }) => arn);
  const keys = [...new Set(secrets.map(({ kmsKeyArn }) => kmsKeyArn))];
  const { region } = required(secrets, 0, "rotated");
  return [
    {
      sid: "ReadSecrets",
      actions: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
      resources: arns,
    },
    {
      sid: "ChangeSecrets",
      actions: ["secretsmanager:PutSecretValue", "secretsmanager:UpdateSecretVersionStage"],
      resources: rotated.map(({ arn }) => arn),
    },
    {
      sid: "MakeUpPasswords",
      actions: ["secretsmanager:GetRandomPassword"],
      // The action has no resource-level permissions (Service Authorization Reference, "AWS Secrets Manager").
      resources: ["*"],
    },
    {
      sid: "UseKeyForSecrets",
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
      resources: keys,
      conditions: viaService(region, "secretsmanager", { SecretARN: arns }),
    },
  ];
}
