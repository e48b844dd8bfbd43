import { parseCredentials } from "./credentials";
import { works } from "./database";
import { RotationError } from "./errors";
import type { Rotation } from "./rotation";

/**
 * Logs in with the new password, to the user's database.
 *
 * Secrets Manager takes this step by itself, with a version that it makes and removes, when a rotation is configured that
 * does not start at once (API reference, RotateSecret). Such a version need have no value: the current one is tried then.
 */
export async function testSecret({ secretId, token, secrets, database }: Rotation): Promise<void> {
  const text = (await secrets.read(secretId, { id: token })) ?? (await secrets.read(secretId, { stage: "AWSCURRENT" }));
  const credentials = parseCredentials(text, "the new version");
  if (!(await works(database, credentials, credentials.databaseName))) {
    throw new RotationError("the database refuses the new password");
  }
}
