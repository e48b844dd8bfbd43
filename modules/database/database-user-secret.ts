import type { SecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/secretsmanager-secret-version";
import { Construct } from "constructs";
import { RandomPassword } from "../security/random-password";
import { Secret, type SecretProps } from "../security/secret";
import type { DatabaseEndpoint } from "./master-secret";

export interface DatabaseUserSecretProps extends SecretProps {
  readonly username: string;
  /** The only database that the user gets grants on. */
  readonly databaseName: string;
  readonly endpoint: DatabaseEndpoint;
  /** ARN of the secret whose user creates and alters this one: the rotation function finds it here. */
  readonly masterSecretArn: string;
}

/**
 * The credentials of a database user that only machines use. The database does not know the user until the secret is
 * first rotated, which therefore follows at once.
 */
export class DatabaseUserSecret extends Construct {
  readonly arn: string;
  /** Rotation waits for it. */
  readonly firstVersion: SecretsmanagerSecretVersion;

  constructor(scope: Construct, id: string, props: DatabaseUserSecretProps) {
    super(scope, id);
    const { username, databaseName, endpoint, masterSecretArn, ...secretProps } = props;
    const secret = new Secret(this, "Resource", secretProps);
    // Not AWSCURRENT: the first version is made current anyway, and no later one may push a rotated password aside.
    this.firstVersion = secret.put("seed", ["SEED"], {
      engine: "mysql",
      host: endpoint.host,
      port: endpoint.port,
      username,
      password: new RandomPassword(this, "password").value,
      dbname: databaseName,
      masterarn: masterSecretArn,
    });
    this.arn = secret.arn;
  }
}
