import { type Credentials, parseCredentials, parseUser } from "./credentials";
import { type Session, works } from "./database";
import { RotationError } from "./errors";
import { isPending, type Rotation } from "./rotation";

/**
 * Sets the new password in the database. A user with a master is made first if need be, and gets its grants: the first
 * rotation makes the user, and a later one repairs it, whatever its password was.
 */
export async function setSecret(rotation: Rotation): Promise<void> {
  const { secretId, token, secrets, database, log } = rotation;
  const pending = parseCredentials(await secrets.read(secretId, { id: token }), "the new version");
  const { username, password, masterArn, databaseName } = pending;
  const session = masterArn ? await asMaster(rotation, pending, masterArn) : await asItself(rotation, pending);
  try {
    await session.lock(username);
    if (!(await isPending(rotation))) {
      return;
    }
    if (masterArn) {
      await session.createUser(username, password);
      await session.grant(username, databaseName);
    }
    if (await works(database, pending)) {
      log("the database knows the password already");
      return;
    }
    await changePassword(rotation, session, pending);
  } finally {
    await session.close();
  }
}

/**
 * Where the server can keep two passwords, the one that clients hold becomes the second. It is made the first by itself
 * before that: it may be the second, behind the password of a rotation that was given up, and would be lost.
 */
async function changePassword(rotation: Rotation, session: Session, pending: Credentials): Promise<void> {
  const { username, password } = pending;
  const held = await heldPassword(rotation, pending);
  if (held === undefined) {
    rotation.log("neither the current nor the previous password works");
  }
  if (held === undefined || !session.keepsTwoPasswords) {
    await session.setPassword(username, password);
    return;
  }
  await session.setPassword(username, held);
  await session.setPassword(username, password, true);
}

/** The newest password that clients can have and that works. */
async function heldPassword({ secretId, secrets, database }: Rotation, pending: Credentials) {
  for (const stage of ["AWSCURRENT", "AWSPREVIOUS"]) {
    const text = await secrets.read(secretId, { stage });
    if (text === undefined) {
      continue;
    }
    const { password } = parseUser(text, `version ${stage}`);
    if (await works(database, { ...pending, password })) {
      return password;
    }
  }
  return undefined;
}

/** The master's secret may be rotating itself: its password is then the pending one, or a current one that is new. */
async function asMaster(rotation: Rotation, pending: Credentials, masterArn: string): Promise<Session> {
  const { secrets, database } = rotation;
  for (const stage of ["AWSCURRENT", "AWSPENDING", "AWSCURRENT"]) {
    const text = await secrets.read(masterArn, { stage });
    if (text === undefined) {
      continue;
    }
    const master = parseUser(text, `version ${stage} of the master's secret`);
    if (master.username === pending.username) {
      throw new RotationError("username must differ from the master's");
    }
    const session = await database.connect({ ...pending, ...master });
    if (session) {
      return session;
    }
  }
  throw new RotationError("the database refuses the master's password");
}

/** The new password is tried again at the end: an invocation beside this one may have set it meanwhile. */
async function asItself(rotation: Rotation, pending: Credentials): Promise<Session> {
  const { secretId, token, secrets, database } = rotation;
  for (const version of [{ id: token }, { stage: "AWSCURRENT" }, { stage: "AWSPREVIOUS" }, { id: token }]) {
    const text = await secrets.read(secretId, version);
    const password = text === undefined ? undefined : parseUser(text, "a version of the secret").password;
    const session = password === undefined ? undefined : await database.connect({ ...pending, password });
    if (session) {
      return session;
    }
  }
  throw new RotationError("the database refuses the new, the current and the previous password; set one of them there");
}
