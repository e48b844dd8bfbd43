import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { withDeadline } from "../shared/deadline";
import { required } from "../shared/environment";
import { openVerified } from "../shared/verified-connection";
import { createDatabases, credentialsIn, type Outcome } from "./core";

/** What the stack sends. */
export interface BootstrapEvent {
  readonly databases: readonly string[];
}

/** Milliseconds of each step; together below the function's 29 seconds. */
const LIMIT = { secret: 5000, connecting: 8000, creating: 10_000 };

const secrets = new SecretsManagerClient({ maxAttempts: 3 });

/** Creates the databases that are missing, as the master user. Says what it did: names alone. */
export async function handler({ databases }: BootstrapEvent): Promise<Outcome> {
  const SecretId = required("MASTER_SECRET_ARN");
  const reading = secrets.send(new GetSecretValueCommand({ SecretId }));
  const { SecretString } = await withDeadline("reading the secret", LIMIT.secret, reading);
  const connection = await openVerified({
    ...credentialsIn(SecretString),
    host: required("DATABASE_HOST"),
    port: Number(required("DATABASE_PORT")),
    timeout: LIMIT.connecting,
  });
  try {
    return await withDeadline("creating the databases", LIMIT.creating, createDatabases(connection, databases));
  } finally {
    connection.destroy();
  }
}
