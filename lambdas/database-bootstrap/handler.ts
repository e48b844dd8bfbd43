import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { parseUser } from "../shared/database/credentials";
import { roleSettings } from "../shared/database/role-settings";
import { querying } from "../shared/database/server";
import { withDeadline } from "../shared/deadline";
import { required } from "../shared/environment";
import { openVerified } from "../shared/verified-connection";
import { bootstrap, checkWanted, type Outcome } from "./core";

/** The input of the stack's invocation. */
export interface BootstrapEvent {
  /** Names of the databases that must exist. */
  readonly databases: readonly string[];
}

/** Milliseconds for each step. Their sum is below the function's timeout of 29 seconds. */
const LIMIT = { secret: 5000, connecting: 6000, working: 16_000 };

/** Milliseconds for each statement, more than a statement waits for a lock. */
const QUERY_TIMEOUT = 5_000;

const secrets = new SecretsManagerClient({ maxAttempts: 3 });

/**
 * Creates the databases that are missing, and brings the grants of users that exist to those of DATABASE_ROLES, as the
 * master user. The answer contains names only.
 */
export async function handler({ databases }: BootstrapEvent): Promise<Outcome> {
  const SecretId = required("MASTER_SECRET_ARN");
  const roles = roleSettings();
  const { SecretString } = await withDeadline("reading the secret", LIMIT.secret, (abortSignal) =>
    secrets.send(new GetSecretValueCommand({ SecretId }), { abortSignal }),
  );
  const { username: user, password } = parseUser(SecretString, "the master secret");
  checkWanted({ databases, roles }, user);
  const connection = await openVerified({
    user,
    password,
    host: required("DATABASE_HOST"),
    port: Number(required("DATABASE_PORT")),
    timeout: LIMIT.connecting,
  });
  try {
    return await withDeadline("creating databases and grants", LIMIT.working, async () =>
      bootstrap(await querying(connection, QUERY_TIMEOUT), { databases, roles }),
    );
  } finally {
    connection.destroy();
  }
}
