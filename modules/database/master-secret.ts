import type { SecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/secretsmanager-secret-version";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { EphemeralResource } from "../security/ephemeral-resource";
import { RandomPassword } from "../security/random-password";
import { Secret, type SecretProps } from "../security/secret";
import type { DatabaseEndpoint } from "./database-user-secret";

export interface MasterSecretProps extends Omit<SecretProps, "description"> {
  /** Name of the master user. */
  readonly username: string;
  /** Database that the instance is created with. */
  readonly databaseName: string;
}

/**
 * The master user's secret, which exists before its database.
 *
 * The first version (the seed) contains a random password. The instance gets the password that is read back from the
 * secret. If an apply fails between the two, secret and instance still have the same password, and the next apply continues.
 * A second version adds the address after the instance exists. It also uses the password that is read back. If Terraform
 * ever writes that version again, it contains the password that is current then.
 */
export class MasterSecret extends Construct {
  readonly secret: Secret;
  /** The current password, read back from the secret. Only for write-only arguments. */
  readonly password: string;

  private readonly fields: { readonly engine: string; readonly username: string; readonly dbname: string };

  constructor(scope: Construct, id: string, props: MasterSecretProps) {
    super(scope, id);
    const { username, databaseName, ...secretProps } = props;
    this.secret = new Secret(this, "Resource", {
      ...secretProps,
      description: "Master user of the MySQL database",
    });
    this.fields = { engine: "mysql", username, dbname: databaseName };
    const seed = this.secret.put("seed", ["SEED"], {
      ...this.fields,
      password: new RandomPassword(this, "password").value,
    });
    const current = new EphemeralResource(this, "current", {
      type: "aws_secretsmanager_secret_version",
      // The ARN of the version equals the secret's, but is unknown until the seed exists. So a plan does not read a value
      // that an earlier apply failed to write.
      config: { secret_id: seed.arn, version_stage: "AWSCURRENT" },
    });
    this.password = Fn.lookup(Fn.jsondecode(current.attribute("secret_string")), "password");
  }

  /** Adds the address of the database. Returns the new version, which readers of the complete secret must depend on. */
  complete({ host, port }: DatabaseEndpoint): SecretsmanagerSecretVersion {
    return this.secret.put("complete", ["AWSCURRENT", "COMPLETE"], {
      ...this.fields,
      host,
      port,
      password: this.password,
    });
  }
}
