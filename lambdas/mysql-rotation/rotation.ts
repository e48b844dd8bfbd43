import type { Login } from "../shared/database/credentials";
import type { Grantor } from "../shared/database/grants";
import type { RoleSettings } from "../shared/database/role-settings";
import { LoggableError } from "../shared/loggable-error";

/** One rotation of one secret, and the services that it uses. */
export interface Rotation {
  /** ARN of the secret. */
  readonly secretId: string;
  /** Id of the new version. */
  readonly token: string;
  readonly secrets: Secrets;
  readonly database: Database;
  /** Roles of the database's users. A user that they do not list owns the database of its secret. */
  readonly roles?: RoleSettings | undefined;
  /** Writes a sentence without secrets to the log. */
  readonly log: (sentence: string) => void;
}

/** Secrets Manager, as far as a rotation uses it. */
export interface Secrets {
  /** Staging labels of each version. */
  stages(secretId: string): Promise<ReadonlyMap<string, readonly string[]>>;
  /** Text of one version. Undefined when the version does not exist or has no value yet. */
  read(secretId: string, version: { readonly id: string } | { readonly stage: string }): Promise<string | undefined>;
  /** Writes the value of the new version. A value that it already has is kept. */
  putPending(secretId: string, token: string, text: string): Promise<void>;
  /** Moves AWSCURRENT from `previous` to `token`. Fails when another version has the label. */
  makeCurrent(secretId: string, token: string, previous: string): Promise<void>;
  randomPassword(): Promise<string>;
}

export interface Database {
  /** Undefined when the server refuses the name or the password. Any other failure is an error. */
  connect(login: Login, databaseName?: string): Promise<Session | undefined>;
}

/** One connection to the server. Users have the host `%`, like the users that RDS creates. */
export interface Session extends Grantor {
  /** Whether the server can keep a user's old password beside the new one. MySQL can from 8.0.14 on, MariaDB cannot. */
  readonly keepsTwoPasswords: boolean;
  /** Locks out other rotations of this user until the session is closed. */
  lock(username: string): Promise<void>;
  /** Creates a user without privileges. An existing user and its password are not changed. */
  createUser(username: string, password: string): Promise<void>;
  /**
   * Sets the primary password. With `keepCurrent`, the current primary password becomes the secondary one and replaces
   * it. Without, the secondary password is not changed.
   */
  setPassword(username: string, password: string, keepCurrent?: boolean): Promise<void>;
  /**
   * Makes the user name its password to change it. Otherwise a client of the proxy, which has an IAM token and no password,
   * could set one and lock out all other clients. Servers that keep two passwords support this.
   */
  requireCurrent(username: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Whether the version still waits to become the current one.
 *
 * @throws LoggableError when another rotation has replaced it
 */
export async function isPending({ secretId, token, secrets, log }: Rotation): Promise<boolean> {
  const labels = (await secrets.stages(secretId)).get(token);
  if (labels?.includes("AWSCURRENT")) {
    log("the version is already current");
    return false;
  }
  if (!labels?.includes("AWSPENDING")) {
    throw new LoggableError(
      "ClientRequestToken must name the version labelled AWSPENDING; another rotation has replaced it",
    );
  }
  return true;
}

/** Whether a login with these credentials succeeds. */
export async function works(database: Database, login: Login, databaseName?: string): Promise<boolean> {
  const session = await database.connect(login, databaseName);
  await session?.close();
  return session !== undefined;
}
