import type { Login } from "../../../lambdas/shared/database/credentials";

interface User {
  first: string;
  second?: string;
  readonly databases: Set<string>;
}

/** Users of a MySQL server: names, one or two passwords, databases, and locks. */
export class FakeServer {
  readonly users = new Map<string, User>();
  private readonly locks = new Map<string, Promise<void>>();
  readonly keepsTwoPasswords: boolean;

  constructor(keepsTwoPasswords: boolean) {
    this.keepsTwoPasswords = keepsTwoPasswords;
  }

  accepts({ username, password }: Pick<Login, "username" | "password">, database?: string): boolean {
    const user = this.users.get(username);
    const known = user !== undefined && (user.first === password || user.second === password);
    return known && (database === undefined || user.databases.has("*") || user.databases.has(database));
  }

  createUser(username: string, password: string, ...databases: string[]): void {
    if (!this.users.has(username)) {
      this.users.set(username, { first: password, databases: new Set(databases) });
    }
  }

  setPassword(username: string, password: string, keepCurrent: boolean): void {
    const user = this.user(username);
    if (keepCurrent) {
      if (!this.keepsTwoPasswords) {
        throw new Error("ER_PARSE_ERROR");
      }
      user.second = user.first;
    }
    user.first = password;
  }

  grant(username: string, database: string): void {
    this.user(username).databases.add(database);
  }

  /** Waits for its turn. Returns the function that releases the lock. */
  async lock(name: string): Promise<() => void> {
    const before = this.locks.get(name) ?? Promise.resolve();
    let release = () => {};
    this.locks.set(
      name,
      new Promise((resolve) => {
        release = resolve;
      }),
    );
    await before;
    return release;
  }

  private user(username: string): User {
    const user = this.users.get(username);
    if (!user) {
      throw new Error("ER_CANNOT_USER");
    }
    return user;
  }
}
