import { parseCredentials } from "./credentials";
import type { Rotation } from "./rotation";

/** Gives the new version its value: the current one's with another password. */
export async function createSecret({ secretId, token, secrets, log }: Rotation): Promise<void> {
  if (await secrets.read(secretId, { id: token })) {
    log("the version has its value already");
    return;
  }
  const { fields } = parseCredentials(await secrets.read(secretId, { stage: "AWSCURRENT" }), "the current version");
  const password = await secrets.randomPassword();
  await secrets.putPending(secretId, token, JSON.stringify({ ...fields, password }));
}
