import { parseCredentials } from "./credentials";
import { RotationError } from "./errors";
import { isPending, type Rotation } from "./rotation";

/**
 * Makes the new version the current one. AWSPENDING stays where it is: to take it off by a call of its own tells Secrets
 * Manager that the rotation failed (user guide, "Lambda rotation functions"). Labels of ours stay too.
 */
export async function finishSecret(rotation: Rotation): Promise<void> {
  const { secretId, token, secrets, database, log } = rotation;
  const pending = parseCredentials(await secrets.read(secretId, { id: token }), "the new version");
  // Only what works becomes current, and while it does nobody changes it.
  const session = await database.connect(pending);
  if (!session) {
    throw new RotationError("the database refuses the new password");
  }
  try {
    await session.lock(pending.username);
    if (!(await isPending(rotation))) {
      return;
    }
    const current = [...(await secrets.stages(secretId))].find(([, labels]) => labels.includes("AWSCURRENT"));
    if (!current) {
      throw new RotationError("the secret must have a version labelled AWSCURRENT");
    }
    const [version] = current;
    const lost = changed(await secrets.read(secretId, { id: version }), pending.fields);
    if (lost.length > 0) {
      log(`changed during the rotation and now as before it: ${lost.join(", ")}; put them again`);
    }
    await secrets.makeCurrent(secretId, token, version);
  } finally {
    await session.close();
  }
}

/** Keys that somebody put while the rotation was under way, whose values the new version does not have. */
function changed(text: string | undefined, fields: Readonly<Record<string, unknown>>): string[] {
  const current = parseCredentials(text, "the current version").fields;
  return Object.keys(current).filter((key) => key !== "password" && current[key] !== fields[key]);
}
