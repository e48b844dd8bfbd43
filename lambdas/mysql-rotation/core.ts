import { parseCredentials } from "../shared/database/credentials";
import { LoggableError } from "../shared/loggable-error";
import { isPending, type Rotation, works } from "./rotation";
import { setSecret } from "./set-secret";

/** The event of Secrets Manager, which sends one for each of the four steps of a rotation. */
export interface RotationEvent {
  /** ARN of the secret. */
  readonly SecretId: string;
  /** Id of the new version. */
  readonly ClientRequestToken: string;
  readonly Step: string;
}

const STEPS: Readonly<Record<string, (rotation: Rotation) => Promise<void>>> = {
  createSecret,
  setSecret,
  testSecret,
  finishSecret,
};

/**
 * Runs one step of a rotation. Each step may run twice, and again after a failure at any point.
 *
 * A lock in the database covers every password change and the move of AWSCURRENT. Under the lock, each step first checks
 * that its version is still pending. On a server that keeps two passwords, the current version's password therefore works
 * at every moment, whatever fails and however many rotations run. The previous one works until the next rotation.
 * On a server that keeps one password, the old one stops working in setSecret, and clients wait for finishSecret.
 */
export async function rotate(step: string, rotation: Rotation): Promise<void> {
  const run = Object.hasOwn(STEPS, step) ? STEPS[step] : undefined;
  if (!run) {
    throw new LoggableError(`Step must be one of ${Object.keys(STEPS).join(", ")}`);
  }
  if (await isPending(rotation)) {
    await run(rotation);
    rotation.log("done");
  }
}

/** Writes the new version: the current one with another password. */
async function createSecret({ secretId, token, secrets, log }: Rotation): Promise<void> {
  if (await secrets.read(secretId, { id: token })) {
    log("the version already has a value");
    return;
  }
  const { fields } = parseCredentials(await secrets.read(secretId, { stage: "AWSCURRENT" }), "the current version");
  const password = await secrets.randomPassword();
  await secrets.putPending(secretId, token, JSON.stringify({ ...fields, password }));
}

/**
 * Logs in to the user's database with the new password.
 *
 * Without an immediate rotation, Secrets Manager runs only this step when the rotation is configured (API reference,
 * RotateSecret). It creates and removes a version for it. If that version has no value, the current one is tested.
 */
async function testSecret({ secretId, token, secrets, database }: Rotation): Promise<void> {
  const text = (await secrets.read(secretId, { id: token })) ?? (await secrets.read(secretId, { stage: "AWSCURRENT" }));
  const credentials = parseCredentials(text, "the new version");
  if (!(await works(database, credentials, credentials.databaseName))) {
    throw new LoggableError("the database refuses the new password");
  }
}

/**
 * Makes the new version the current one. AWSPENDING is not removed, because Secrets Manager treats its removal in a
 * separate call as a failed rotation (user guide, "Lambda rotation functions"). Other labels are kept too.
 */
async function finishSecret(rotation: Rotation): Promise<void> {
  const { secretId, token, secrets, database, log } = rotation;
  const pending = parseCredentials(await secrets.read(secretId, { id: token }), "the new version");
  // The session proves that the new password works, and its lock keeps other rotations from changing it.
  const session = await database.connect(pending);
  if (!session) {
    throw new LoggableError("the database refuses the new password");
  }
  try {
    await session.lock(pending.username);
    if (!(await isPending(rotation))) {
      return;
    }
    const current = [...(await secrets.stages(secretId))].find(([, labels]) => labels.includes("AWSCURRENT"));
    if (!current) {
      throw new LoggableError("the secret must have a version labelled AWSCURRENT");
    }
    const [version] = current;
    const lost = changed(await secrets.read(secretId, { id: version }), pending.fields);
    if (lost.length > 0) {
      log(`fields changed during the rotation, which restores their old values: ${lost.join(", ")}; change them again`);
    }
    await secrets.makeCurrent(secretId, token, version);
  } finally {
    await session.close();
  }
}

/** Fields of the current version that changed during the rotation, so that the new version lacks their values. */
function changed(text: string | undefined, fields: Readonly<Record<string, unknown>>): string[] {
  const current = parseCredentials(text, "the current version").fields;
  return Object.keys(current).filter((key) => key !== "password" && current[key] !== fields[key]);
}
