import type { SecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/secretsmanager-secret-version";
import { Construct } from "constructs";
import { RandomPassword } from "../security/random-password";
import { Secret, type SecretProps } from "../security/secret";

/** Address of a database. */
export interface DatabaseEndpoint {
  readonly host: string;
  readonly port: number;
}

export interface DatabaseUserSecretProps extends SecretProps {
  /** Name of the database user. */
  readonly username: string;
  /** Database that clients of the user connect to. A user without a role has privileges on it only. */
  readonly databaseName: string;
  /** Address that clients connect to. */
  readonly endpoint: DatabaseEndpoint;
  /** ARN of the master user's secret, which the rotation function uses to create the user and to set its password. */
  readonly masterSecretArn: string;
  /** Additional fields that the application keeps in the same secret. Rotation does not change them. @default none */
  readonly fields?: Readonly<Record<string, string>> | undefined;
}

/**
 * The credentials of a database user, and further fields of the application that uses them. The first rotation of the
 * secret creates the user, so rotate it at once.
 */
export class DatabaseUserSecret extends Construct {
  readonly secret: Secret;
  /** First version of the secret. A rotation must depend on it. */
  readonly firstVersion: SecretsmanagerSecretVersion;

  constructor(scope: Construct, id: string, props: DatabaseUserSecretProps) {
    super(scope, id);
    const { username, databaseName, endpoint, masterSecretArn, fields = {}, ...secretProps } = props;
    this.secret = new Secret(this, "Resource", secretProps);
    // Without AWSCURRENT. Secrets Manager makes the first version current by itself, and a version that Terraform writes
    // again must not replace a rotated password.
    this.firstVersion = this.secret.put("seed", ["SEED"], {
      engine: "mysql",
      host: endpoint.host,
      port: endpoint.port,
      username,
      password: new RandomPassword(this, "password").value,
      dbname: databaseName,
      masterarn: masterSecretArn,
      ...fields,
    });
  }
}
