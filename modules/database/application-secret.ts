import type { SecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/secretsmanager-secret-version";
import { Construct } from "constructs";
import { RandomPassword } from "../security/random-password";
import { Secret, type SecretProps } from "../security/secret";
import type { DatabaseEndpoint } from "./master-secret";

export interface ApplicationSecretProps extends Omit<SecretProps, "description"> {
  readonly username: string;
  /** The only database that the user gets grants on. */
  readonly databaseName: string;
  readonly endpoint: DatabaseEndpoint;
  /** ARN of the secret whose user creates and alters the application's: the rotation function finds it here. */
  readonly masterSecretArn: string;
}

/** Characters of Flask's SECRET_KEY; its documentation makes keys of 64 hexadecimal digits. */
const SECRET_KEY_LENGTH = 64;

/**
 * All that the application keeps secret: the credentials of its own database user, Flask's session key, and a key for
 * an outside service, which starts empty and which an operator puts. Rotation changes the password and keeps the rest.
 *
 * The database does not know the user until the secret is first rotated, which therefore follows at once.
 */
export class ApplicationSecret extends Construct {
  readonly arn: string;
  /** Rotation waits for it. */
  readonly firstVersion: SecretsmanagerSecretVersion;

  constructor(scope: Construct, id: string, props: ApplicationSecretProps) {
    super(scope, id);
    const { username, databaseName, endpoint, masterSecretArn, ...secretProps } = props;
    const secret = new Secret(this, "Resource", {
      ...secretProps,
      description: "What the application keeps secret: its database user, its session key, its API key",
    });
    // Not AWSCURRENT: the first version is made current anyway, and no later one may push a rotated password aside.
    this.firstVersion = secret.put("seed", ["SEED"], {
      engine: "mysql",
      host: endpoint.host,
      port: endpoint.port,
      username,
      password: new RandomPassword(this, "password").value,
      dbname: databaseName,
      masterarn: masterSecretArn,
      secret_key: new RandomPassword(this, "session-key", { length: SECRET_KEY_LENGTH }).value,
      api_key: "",
    });
    this.arn = secret.arn;
  }
}
