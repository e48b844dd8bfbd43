import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { withDeadline } from "../shared/deadline";
import { required } from "../shared/environment";
import { openVerified } from "../shared/verified-connection";
import { createDatabases, credentialsIn, type Outcome } from "./core";

/** The input of the stack's invocation. */
export interface BootstrapEvent {
  /** Names of the databases that must exist. */
  readonly databases: readonly string[];
}

/** Milliseconds for each step. Their sum is below the function's timeout of 29 seconds. */
const LIMIT = { secret: 5000, connecting: 8000, creating: 10_000 };

const secrets = new SecretsManagerClient({ maxAttempts: 3 });

/** Creates the databases that are missing, as the master user. The answer contains names only. */
export async function handler({ databases }: BootstrapEvent): Promise<Outcome> {
  const SecretId = required("MASTER_SECRET_ARN");
  const { SecretString } = await withDeadline("reading the secret", LIMIT.secret, (abortSignal) =>
    secrets.send(new GetSecretValueCommand({ SecretId }), { abortSignal }),
  );
  const connection = await openVerified({
    ...credentialsIn(SecretString),
    host: required("DATABASE_HOST"),
    port: Number(required("DATABASE_PORT")),
    timeout: LIMIT.connecting,
  });
  try {
    return await withDeadline("creating the databases", LIMIT.creating, () => createDatabases(connection, databases));
  } finally {
    connection.destroy();
  }
}
