export interface Login {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
}

/** One connection to the server that holds the users. Users are of every host, `'name'@'%'`, as RDS makes its own. */
export interface Session {
  /** Whether the server can keep a user's old password beside a new one: MySQL from 8.0.14 can, MariaDB cannot. */
  readonly keepsTwoPasswords: boolean;
  /** Keeps every other rotation of this user out until the session ends. */
  lock(username: string): Promise<void>;
  /** Makes a user who may do nothing. One who exists stays as is, the password too. */
  createUser(username: string, password: string): Promise<void>;
  /** Everything in one database, and nothing beside it. */
  grant(username: string, databaseName: string): Promise<void>;
  /**
   * Sets the first password. With `keepCurrent` the one before it becomes the second and goes on working, and a second that
   * there was is gone; without, the second stays what it is.
   */
  setPassword(username: string, password: string, keepCurrent?: boolean): Promise<void>;
  close(): Promise<void>;
}

export interface Database {
  /** Nothing when the server refuses name or password; whatever else fails is an error. */
  connect(login: Login, databaseName?: string): Promise<Session | undefined>;
}

/** Whether somebody can log in with these. */
export async function works(database: Database, login: Login, databaseName?: string): Promise<boolean> {
  const session = await database.connect(login, databaseName);
  await session?.close();
  return session !== undefined;
}
