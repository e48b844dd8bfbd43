import { type RotationEvent, rotate } from "./core";
import { describeFailure } from "./errors";
import { mysqlDatabase } from "./mysql-database";
import { secretsManager } from "./secrets-manager";

/** What this function asks of Lambda's context. */
interface Context {
  getRemainingTimeInMillis(): number;
}

/** Milliseconds that are left for saying what went wrong, where Lambda would just stop. */
const RESERVE = 1_500;

/**
 * Rotates the password of a MySQL user: called by Secrets Manager, four times in a row, and again from the start when a
 * call fails. What it logs and throws holds no secret.
 */
export async function handler(event: RotationEvent, context: Context): Promise<void> {
  const { SecretId: secretId, ClientRequestToken: token, Step: step } = event;
  const log = (sentence: string) => console.info(`${step} of ${secretId}, version ${token}: ${sentence}`);
  const deadline = AbortSignal.timeout(Math.max(0, context.getRemainingTimeInMillis() - RESERVE));
  const [secrets, database] = [secretsManager(deadline), mysqlDatabase(deadline)];
  try {
    await rotate(step, { secretId, token, secrets, database, log });
  } catch (error) {
    // A new error: the old one's message, stack and cause may quote what must not be logged.
    throw new Error(`${step} of ${secretId}, version ${token}: ${describeFailure(error)}`);
  }
}
