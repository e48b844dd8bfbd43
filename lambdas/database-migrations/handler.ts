import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { escapeId } from "mysql2/promise";
import { parseUser } from "../shared/database/credentials";
import { withDeadline } from "../shared/deadline";
import { required } from "../shared/environment";
import { describeFailure } from "../shared/loggable-error";
import type { DatabaseMigrations } from "../shared/migrations/check-migrations";
import { openVerified } from "../shared/verified-connection";
import type { MigrationResult } from "./event";
import { migrate } from "./migrate";
import { readMigrations } from "./migration-files";
import { checkNamedFile, parseRequest } from "./request";
import { Session } from "./session";
import { waitForUser } from "./wait-for-user";

/** Lambda's context, as far as the function uses it. */
interface Context {
  getRemainingTimeInMillis(): number;
}

/** Milliseconds for each step, and for the user to appear. */
const LIMIT = { secret: 5_000, connecting: 6_000, user: 120_000 };

/**
 * Milliseconds before the function's timeout. The first one ends a statement, which needs a login, two waits and a record.
 * The second one ends the run, so that the failure can still be reported.
 */
const RESERVE = { statement: 18_000, run: 1_500 };

const secrets = new SecretsManagerClient({ maxAttempts: 3 });

/**
 * Applies the migrations beside this file as the user of MIGRATOR_SECRET_ARN. It connects to the writer and not to the proxy,
 * which would pin the connection for the lock.
 *
 * @throws Error with one line that contains no secret and no text of a statement
 */
export async function handler(event: unknown, context: Context): Promise<MigrationResult> {
  try {
    const request = parseRequest(event);
    const all = readMigrations(join(__dirname, "migrations"));
    checkNamedFile(request, all);
    const limit = context.getRemainingTimeInMillis() - RESERVE.run;
    return await withDeadline("the run", limit, async () => {
      const timeLeft = () => context.getRemainingTimeInMillis() - RESERVE.statement;
      const clock = { now: () => performance.now(), sleep };
      const { session, close } = await waitForUser(() => openSession(all), Math.min(LIMIT.user, timeLeft()), clock);
      try {
        return await migrate({ session, timeLeft, log: (line) => console.info(line) }, all, request);
      } finally {
        close();
      }
    });
  } catch (error) {
    // A new error, because message, stack and cause of the original may quote a statement or a secret.
    throw new Error(describeFailure(error));
  }
}

/** Reads the secret each time, because a rotation may change it between two attempts. */
async function openSession(all: readonly DatabaseMigrations[]): Promise<{ session: Session; close: () => void }> {
  const { SecretString } = await withDeadline("reading the secret", LIMIT.secret, (abortSignal) =>
    secrets.send(new GetSecretValueCommand({ SecretId: required("MIGRATOR_SECRET_ARN") }), { abortSignal }),
  );
  const { username: user, password } = parseUser(SecretString, "the migrator's secret");
  const host = required("DATABASE_HOST");
  const port = Number(required("DATABASE_PORT"));
  const login = () => openVerified({ user, password, host, port, timeout: LIMIT.connecting });
  const connection = await login();
  try {
    for (const { database } of all) {
      await connection.query(`USE ${escapeId(database)}`);
    }
    return { session: await Session.prepare(connection, login), close: () => connection.destroy() };
  } catch (error) {
    connection.destroy();
    throw error;
  }
}
