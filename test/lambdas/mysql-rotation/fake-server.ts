import type { Login } from "../../../lambdas/shared/database/credentials";

interface User {
  first: string;
  second?: string;
  /** Privileges by object, as in GRANT. */
  readonly grants: Map<string, Set<string>>;
}

/** Users of a MySQL server: names, one or two passwords, grants, and locks. */
export class FakeServer {
  readonly users = new Map<string, User>();
  /** Users that must name their password to change it. */
  readonly protectedUsers = new Set<string>();
  private readonly locks = new Map<string, Promise<void>>();
  readonly keepsTwoPasswords: boolean;

  constructor(keepsTwoPasswords: boolean) {
    this.keepsTwoPasswords = keepsTwoPasswords;
  }

  accepts({ username, password }: Pick<Login, "username" | "password">, database?: string): boolean {
    const user = this.users.get(username);
    const known = user !== undefined && (user.first === password || user.second === password);
    return known && (database === undefined || this.may(username, "SELECT", database));
  }

  /** Whether a user has a privilege on a database. */
  may(username: string, privilege: string, database: string): boolean {
    const grants = this.users.get(username)?.grants;
    return ["*.*", objectOf(database)].some((object) => grants?.get(object)?.has(privilege));
  }

  createUser(username: string, password: string): void {
    if (!this.users.has(username)) {
      this.users.set(username, { first: password, grants: new Map() });
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

  requireCurrent(username: string): void {
    if (!this.keepsTwoPasswords) {
      throw new Error("ER_PARSE_ERROR");
    }
    this.protectedUsers.add(username);
  }

  readGrants(username: string): Map<string, Set<string>> | undefined {
    const user = this.users.get(username);
    return user && new Map([...user.grants].map(([object, privileges]) => [object, new Set(privileges)]));
  }

  grant(username: string, object: string, privileges: readonly string[]): void {
    const { grants } = this.user(username);
    grants.set(object, new Set([...(grants.get(object) ?? []), ...privileges]));
  }

  /** Fails like a server when the user does not have the privileges. */
  revoke(username: string, object: string, privileges: readonly string[]): void {
    const { grants } = this.user(username);
    const left = new Set(grants.get(object));
    if (!privileges.every((privilege) => left.delete(privilege))) {
      throw new Error("ER_NONEXISTING_GRANT");
    }
    if (left.size > 0) {
      grants.set(object, left);
    } else {
      grants.delete(object);
    }
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

export function objectOf(database: string): string {
  return `\`${database}\`.*`;
}
