import { type Credentials, parseCredentials, parseUser } from "../shared/database/credentials";
import { bringGrants } from "../shared/database/grants";
import type { Rights } from "../shared/database/role-rights";
import { LoggableError } from "../shared/loggable-error";
import { isPending, type Rotation, type Session, works } from "./rotation";
import { userRights } from "./user-rights";

/**
 * Sets the new password in the database. For a secret that names a master secret, the master user first creates the user
 * if it is missing and brings its grants to those of its role. So the first rotation creates the user, and later ones repair it.
 */
export async function setSecret(rotation: Rotation): Promise<void> {
  const { secretId, token, secrets, database, log, roles } = rotation;
  const pending = parseCredentials(await secrets.read(secretId, { id: token }), "the new version");
  const { username, password, masterArn } = pending;
  const rights = userRights(pending, roles);
  const session = masterArn ? await asMaster(rotation, pending, masterArn) : await asItself(rotation, pending);
  try {
    await session.lock(username);
    if (!(await isPending(rotation))) {
      return;
    }
    if (rights) {
      await session.createUser(username, password);
      await keepGrants(rotation, session, username, rights);
      if (session.keepsTwoPasswords) {
        await session.requireCurrent(username);
      }
    }
    if (await works(database, pending)) {
      log("the database already has the password");
      return;
    }
    await changePassword(rotation, session, pending);
  } finally {
    await session.close();
  }
}

async function keepGrants({ log }: Rotation, session: Session, username: string, rights: Rights): Promise<void> {
  const changes = await bringGrants(session, username, rights);
  if (!changes) {
    throw new LoggableError("the database must show the user after creating it");
  }
  for (const text of [
    ...changes.granted.map((privileges) => `granted ${privileges}`),
    ...changes.revoked.map((privileges) => `revoked ${privileges}`),
  ]) {
    log(text);
  }
}

/**
 * On a server that keeps two passwords, the password that clients use becomes the secondary one. It is first set as the
 * primary password, because after an abandoned rotation it may be the secondary one, and would be lost.
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

/** The newest working password that clients may use. */
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

/** Connects as the master user. Its own secret may be rotating, so the pending and a changed current version are tried too. */
async function asMaster(rotation: Rotation, pending: Credentials, masterArn: string): Promise<Session> {
  const { secrets, database } = rotation;
  for (const stage of ["AWSCURRENT", "AWSPENDING", "AWSCURRENT"]) {
    const text = await secrets.read(masterArn, { stage });
    if (text === undefined) {
      continue;
    }
    const master = parseUser(text, `version ${stage} of the master secret`);
    if (master.username === pending.username) {
      throw new LoggableError("username must differ from the master user's");
    }
    const session = await database.connect({ ...pending, ...master });
    if (session) {
      return session;
    }
  }
  throw new LoggableError("the database refuses the master user's password");
}

/** Connects as the user itself. The new password is tried again at the end, because a parallel invocation may have set it. */
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
  throw new LoggableError(
    "the database refuses the new, the current and the previous password; set one of them in the database",
  );
}
