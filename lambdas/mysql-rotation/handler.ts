import { roleSettings } from "../shared/database/role-settings";
import { describeFailure } from "../shared/loggable-error";
import { type RotationEvent, rotate } from "./core";
import { mysqlDatabase } from "./mysql-database";
import { secretsManager } from "./secrets-manager";

/** Lambda's context, as far as the function uses it. */
interface Context {
  getRemainingTimeInMillis(): number;
}

/** Milliseconds before the timeout at which work is aborted, so that the failure can still be reported. */
const RESERVE = 1_500;

/**
 * Rotates the password of a MySQL user, and keeps its grants. Secrets Manager calls it once for each of the four steps, and starts again when a
 * call fails. Its log lines and errors contain no secret.
 */
export async function handler(event: RotationEvent, context: Context): Promise<void> {
  const { SecretId: secretId, ClientRequestToken: token, Step: step } = event;
  const log = (sentence: string) => console.info(`${step} of ${secretId}, version ${token}: ${sentence}`);
  const deadline = AbortSignal.timeout(Math.max(0, context.getRemainingTimeInMillis() - RESERVE));
  const [secrets, database] = [secretsManager(deadline), mysqlDatabase(deadline)];
  try {
    await rotate(step, { secretId, token, secrets, database, log, roles: roleSettings() });
  } catch (error) {
    // A new error, because message, stack and cause of the original may quote a secret.
    throw new Error(`${step} of ${secretId}, version ${token}: ${describeFailure(error)}`);
  }
}
