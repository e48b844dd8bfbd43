import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/secretsmanager-secret-version";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { ensure } from "../shared/errors";
import type { PolicyStatement } from "../shared/iam";
import { type ReadableSecret, type ReadSecretOptions, readSecretStatements } from "./secret-access";

export interface SecretProps {
  /**
   * Name of the secret, at most 512 characters. AWS advises against names that end in a hyphen and six characters, because every
   * secret's ARN ends in that way: a search by a partial ARN could find the wrong secret.
   * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
   */
  readonly name: string;
  /** What the secret contains, in one sentence. */
  readonly description: string;
  /** ARN of the key that encrypts the secret. */
  readonly kmsKeyArn: string;
  /** Region of the secret and of its key. */
  readonly region: string;
  /**
   * Days during which a deleted secret can be restored, 7 to 30. Its name stays reserved for as long. 0 deletes the secret at
   * once, so that a stack can be destroyed and deployed again under the same names.
   * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html
   * @default 30
   */
  readonly recoveryWindowInDays?: number | undefined;
}

/** Fields of the secret's JSON. */
type SecretFields = Readonly<Record<string, string | number>>;

/** A greater number would make Terraform write every version again, with new random values. */
const WRITTEN_ONCE = 1;

/** A secret in JSON. Terraform writes its versions through write-only arguments: no value reaches state or plan. */
export class Secret extends Construct implements ReadableSecret {
  readonly arn: string;
  readonly kmsKeyArn: string;
  readonly region: string;
  /** Escape hatch: the underlying `aws_secretsmanager_secret`. */
  readonly resource: SecretsmanagerSecret;

  constructor(scope: Construct, id: string, props: SecretProps) {
    super(scope, id);
    const { name, description, kmsKeyArn, region, recoveryWindowInDays = 30 } = props;
    ensure(
      recoveryWindowInDays === 0 || (recoveryWindowInDays >= 7 && recoveryWindowInDays <= 30),
      "recoveryWindowInDays",
      "be 0 or from 7 to 30",
      recoveryWindowInDays,
    );
    this.resource = new SecretsmanagerSecret(this, "Resource", {
      name,
      description,
      kmsKeyId: kmsKeyArn,
      recoveryWindowInDays,
    });
    this.arn = this.resource.arn;
    this.kmsKeyArn = kmsKeyArn;
    this.region = region;
  }

  /** Lets a caller read the secret's value. */
  readStatements(options?: ReadSecretOptions): PolicyStatement[] {
    return readSecretStatements(this, options);
  }

  /**
   * Writes one version, once, with the given staging labels.
   *
   * Give each version a label of its own in addition to the labels that rotation moves. Secrets Manager deletes versions
   * without labels, and Terraform would write a deleted version again (hashicorp/terraform-provider-aws#25168). Terraform
   * ignores later changes of the labels for the same reason.
   *
   * Without AWSCURRENT among the labels, the current version stays current. The first version is the exception, because
   * Secrets Manager makes it current in any case.
   * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html
   */
  put(id: string, labels: readonly string[], fields: SecretFields): SecretsmanagerSecretVersion {
    return new SecretsmanagerSecretVersion(this, id, {
      secretId: this.resource.id,
      secretStringWo: Fn.jsonencode(fields),
      secretStringWoVersion: WRITTEN_ONCE,
      versionStages: [...labels],
      lifecycle: { ignoreChanges: ["version_stages"] },
    });
  }
}
