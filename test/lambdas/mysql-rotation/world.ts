import { rotate } from "../../../lambdas/mysql-rotation/core";
import type { Database, Rotation, Secrets, Session } from "../../../lambdas/mysql-rotation/rotation";
import type { RoleSettings } from "../../../lambdas/shared/database/role-settings";
import { FakeServer, objectOf } from "./fake-server";
import { InMemorySecrets, ServiceError } from "./in-memory-secrets";

export const MASTER = "arn:master";
export const APPLICATION = "arn:application";
export const STEPS = ["createSecret", "setSecret", "testSecret", "finishSecret"] as const;

const ADDRESS = { engine: "mysql", host: "db.example.com", port: 3306, dbname: "newsreadb" };

/** Wraps one call to a service. It may delay the call or fail with it. */
export type Around = <T>(call: () => Promise<T>) => Promise<T>;
const undisturbed: Around = (call) => call();

/** A new database. The master user and both secrets exist, the application user does not. */
export class World {
  readonly secrets = new InMemorySecrets();
  readonly server: FakeServer;
  readonly log: string[] = [];
  private passwords = 0;

  roles: RoleSettings | undefined;

  constructor({ keepsTwoPasswords = true } = {}) {
    this.server = new FakeServer(keepsTwoPasswords);
    const master = { ...ADDRESS, username: "master", password: "master-0" };
    this.server.createUser("master", "master-0");
    this.server.grant("master", "*.*", ["SELECT"]);
    this.secrets.put(MASTER, "seed", JSON.stringify(master), "SEED", "AWSCURRENT");
    this.secrets.put(MASTER, "complete", JSON.stringify(master), "COMPLETE", "AWSCURRENT");
    const application = { ...ADDRESS, username: "app", password: "app-0", masterarn: MASTER, api_key: "key" };
    this.secrets.put(APPLICATION, "seed", JSON.stringify(application), "SEED", "AWSCURRENT");
  }

  /** Starts a rotation and runs its four steps, each `times` times. */
  async rotate(secretId: string, token: string, { times = 1 } = {}): Promise<void> {
    this.secrets.begin(secretId, token);
    for (const step of STEPS) {
      for (let time = 0; time < times; time += 1) {
        await this.step(step, secretId, token);
      }
    }
  }

  async step(step: string, secretId: string, token: string, around: Around = undisturbed): Promise<void> {
    await rotate(step, this.rotation(secretId, token, around));
  }

  /** Whether the password of the version with this label works for the user's database. */
  opens(secretId: string, stage = "AWSCURRENT"): boolean {
    try {
      const { username, password, dbname } = this.secrets.json(secretId, stage) as Record<string, string>;
      return this.server.accepts({ username: username ?? "", password: password ?? "" }, dbname);
    } catch {
      return false;
    }
  }

  private rotation(secretId: string, token: string, around: Around): Rotation {
    const log = (sentence: string) => void this.log.push(sentence);
    const { roles } = this;
    return { secretId, token, secrets: this.secretsPort(around), database: this.databasePort(around), log, roles };
  }

  private secretsPort(around: Around): Secrets {
    const { secrets } = this;
    const unless = <T>(name: string, call: () => T) => {
      try {
        return call();
      } catch (error) {
        if (error instanceof ServiceError && error.name === name) {
          return undefined;
        }
        throw error;
      }
    };
    return {
      stages: (id) => around(async () => new Map(Object.entries(secrets.describe(id)))),
      read: (id, version) => around(async () => unless("ResourceNotFoundException", () => secrets.get(id, version))),
      putPending: (id, token, text) =>
        around(async () => {
          unless("ResourceExistsException", () => secrets.putValue(id, token, text, ["AWSPENDING"]));
        }),
      makeCurrent: (id, to, from) => around(async () => secrets.updateStage(id, "AWSCURRENT", to, from)),
      randomPassword: () =>
        around(async () => {
          this.passwords += 1;
          return `random-${this.passwords}`;
        }),
    };
  }

  private databasePort(around: Around): Database {
    const { server } = this;
    return {
      connect: (login, database) =>
        around(async () => {
          if (!server.accepts(login)) {
            return undefined;
          }
          if (database !== undefined && !server.accepts(login, database)) {
            throw new Error("ER_DBACCESS_DENIED_ERROR");
          }
          return this.session(around);
        }),
    };
  }

  private session(around: Around): Session {
    const { server } = this;
    let release = () => {};
    return {
      keepsTwoPasswords: server.keepsTwoPasswords,
      lock: async (username) => {
        release = await server.lock(username);
        await around(async () => undefined);
      },
      createUser: (username, password) => around(async () => server.createUser(username, password)),
      databaseObjects: (names) => around(async () => names.map(objectOf)),
      readGrants: (username) => around(async () => server.readGrants(username)),
      grant: (username, object, privileges) => around(async () => server.grant(username, object, privileges)),
      revoke: (username, object, privileges) => around(async () => server.revoke(username, object, privileges)),
      setPassword: (username, password, keepCurrent = false) =>
        around(async () => server.setPassword(username, password, keepCurrent)),
      requireCurrent: (username) => around(async () => server.requireCurrent(username)),
      close: async () => release(),
    };
  }
}
