import type { SecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/secretsmanager-secret-version";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { EphemeralResource } from "../security/ephemeral-resource";
import { RandomPassword } from "../security/random-password";
import { Secret, type SecretProps } from "../security/secret";

export interface MasterSecretProps extends Omit<SecretProps, "description"> {
  readonly username: string;
  /** Database that the instance is created with. */
  readonly databaseName: string;
}

/** Where a database answers. */
export interface DatabaseEndpoint {
  readonly host: string;
  readonly port: number;
}

/**
 * The master user's secret, which exists before its database does.
 *
 * The random password goes into a first version, the seed. What the instance gets is read back from the secret, so that
 * an apply that fails anywhere between leaves secret and instance with the same password, and the next apply goes on.
 * A second version adds the address, which only the finished instance knows. Its password is read back too: should the
 * version ever be written anew, years of rotations later, it repeats the password of that day.
 */
export class MasterSecret extends Construct {
  readonly arn: string;
  /** The password in force, read back from the secret. For write-only arguments. */
  readonly password: string;

  private readonly secret: Secret;
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
      // The version's ARN, which is the secret's, and not the secret's own: it is unknown until the seed is there, so that
      // a plan does not ask for a value that an earlier apply failed to write.
      config: { secret_id: seed.arn, version_stage: "AWSCURRENT" },
    });
    this.password = Fn.lookup(Fn.jsondecode(current.attribute("secret_string")), "password");
    this.arn = this.secret.arn;
  }

  /** Adds where the database answers. Whoever needs the whole secret waits for the version that this returns. */
  complete({ host, port }: DatabaseEndpoint): SecretsmanagerSecretVersion {
    return this.secret.put("complete", ["AWSCURRENT", "COMPLETE"], {
      ...this.fields,
      host,
      port,
      password: this.password,
    });
  }
}
