import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { escapeId } from "mysql2/promise";
import { parseUser } from "../shared/database/credentials";
import { withDeadline } from "../shared/deadline";
import { required } from "../shared/environment";
import { describeFailure, LoggableError } from "../shared/loggable-error";
import { openVerified } from "../shared/verified-connection";
import { Session } from "./session";

/** Where the database is, and who migrates it. */
export interface MigratorSettings {
  /** ARN of the migrator's secret. */
  readonly secretId: string;
  readonly host: string;
  readonly port: number;
}

/** The session of a run, and how to end it. */
export interface OpenSession {
  readonly session: Session;
  /** Closes the connection, which releases the lock of the run. */
  readonly close: () => void;
}

/** Milliseconds for each step. */
const LIMIT = { secret: 5_000, connecting: 6_000 };

const secrets = new SecretsManagerClient({ maxAttempts: 3 });

/** @throws Error when a variable of the function's environment is missing */
export function migratorSettings(environment: NodeJS.ProcessEnv = process.env): MigratorSettings {
  return {
    secretId: required("MIGRATOR_SECRET_ARN", environment),
    host: required("DATABASE_HOST", environment),
    port: Number(required("DATABASE_PORT", environment)),
  };
}

/**
 * Connects as the migrator. It reads the secret each time, because a rotation may have changed it.
 *
 * @param databases that the migrator must be able to use
 * @throws Error of the driver, or LoggableError
 */
export async function openSession(settings: MigratorSettings, databases: readonly string[]): Promise<OpenSession> {
  const { secretId, host, port } = settings;
  const { username: user, password } = parseUser(await readSecret(secretId), "the migrator's secret");
  const login = () => openVerified({ user, password, host, port, timeout: LIMIT.connecting });
  const connection = await login();
  try {
    for (const database of databases) {
      await connection.query(`USE ${escapeId(database)}`);
    }
    return { session: await Session.prepare(connection, login), close: () => connection.destroy() };
  } catch (error) {
    connection.destroy();
    throw error;
  }
}

async function readSecret(SecretId: string): Promise<string | undefined> {
  try {
    const { SecretString } = await withDeadline("reading the secret", LIMIT.secret, (abortSignal) =>
      secrets.send(new GetSecretValueCommand({ SecretId }), { abortSignal }),
    );
    return SecretString;
  } catch (error) {
    throw new LoggableError(`the function must be able to read the migrator's secret, got ${describeFailure(error)}`);
  }
}
