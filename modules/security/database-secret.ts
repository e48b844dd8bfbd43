import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/secretsmanager-secret-version";
import { Fn } from "cdktf";
import { Construct } from "constructs";

export interface DatabaseSecretProps {
  readonly name: string;
  /** Whose credentials these are, in a sentence. */
  readonly description: string;
  readonly kmsKeyArn: string;
  /**
   * Days in which a deleted secret can be brought back; as long its name stays taken. 0 deletes it at once, so that a
   * stack can be taken down and put up again. Otherwise 7 to 30.
   */
  readonly recoveryWindowInDays: number;
}

/** Fields of the secret, as Secrets Manager's rotation functions for MySQL name them, and such as an application adds. */
type DatabaseSecretFields = Readonly<Record<string, string | number>>;

/** Bumping it would write every version anew, with passwords that no database knows. */
const WRITTEN_ONCE = 1;

/**
 * A secret with the credentials of a database user, as JSON. Its versions are written through write-only arguments: no
 * password reaches state or plan.
 */
export class DatabaseSecret extends Construct {
  readonly arn: string;
  /** Escape hatch: the underlying `aws_secretsmanager_secret`. */
  readonly resource: SecretsmanagerSecret;

  constructor(scope: Construct, id: string, props: DatabaseSecretProps) {
    super(scope, id);
    const { name, description, kmsKeyArn, recoveryWindowInDays } = props;
    this.resource = new SecretsmanagerSecret(this, "Resource", {
      name,
      description,
      kmsKeyId: kmsKeyArn,
      recoveryWindowInDays,
    });
    this.arn = this.resource.arn;
  }

  /**
   * Writes one version, once, with the given staging labels.
   *
   * Every version carries a label of its own besides those that rotation moves on: Secrets Manager drops versions that
   * have none, and Terraform would plan a dropped one anew (hashicorp/terraform-provider-aws#25168). For the same reason
   * the labels are ignored once they are set.
   *
   * Without AWSCURRENT among them the secret's current version stays what it is, except that Secrets Manager makes the
   * very first version current by itself (API reference, PutSecretValue).
   */
  put(id: string, labels: readonly string[], fields: DatabaseSecretFields): SecretsmanagerSecretVersion {
    return new SecretsmanagerSecretVersion(this, id, {
      secretId: this.resource.id,
      secretStringWo: Fn.jsonencode(fields),
      secretStringWoVersion: WRITTEN_ONCE,
      versionStages: [...labels],
      lifecycle: { ignoreChanges: ["version_stages"] },
    });
  }
}
