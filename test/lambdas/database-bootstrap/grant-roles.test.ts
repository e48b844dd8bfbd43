import { grantRoles } from "../../../lambdas/database-bootstrap/grant-roles";
import { FakeServer, objectOf } from "../mysql-rotation/fake-server";

const SETTINGS = {
  databases: ["app", "reports"],
  users: new Map([["api", "api"] as const, ["reader", "reader"] as const, ["absent", "reader"] as const]),
};

/** A session on a server with the users `api` and `reader`, which stops before the statement with this number. */
function sessionOn(server: FakeServer, stopBefore = Number.POSITIVE_INFINITY) {
  const calls: string[] = [];
  const call = async <T>(name: string, work: () => T) => {
    if (calls.length >= stopBefore) {
      throw new Error("stopped");
    }
    calls.push(name);
    return work();
  };
  const session = {
    lock: (username: string) => call(`lock ${username}`, () => undefined),
    unlock: (username: string) => call(`unlock ${username}`, () => undefined),
    databaseObjects: (names: readonly string[]) => call("settings", () => names.map(objectOf)),
    readGrants: (username: string) => call(`read ${username}`, () => server.readGrants(username)),
    grant: (username: string, object: string, privileges: readonly string[]) =>
      call(`grant ${username}`, () => server.grant(username, object, privileges)),
    revoke: (username: string, object: string, privileges: readonly string[]) =>
      call(`revoke ${username}`, () => server.revoke(username, object, privileges)),
  };
  return { session, calls };
}

function serverWithUsers(): FakeServer {
  const server = new FakeServer(true);
  server.createUser("api", "p");
  server.createUser("reader", "p");
  server.grant("api", "`app`.*", ["SELECT", "INSERT", "UPDATE", "DELETE", "DROP"]);
  server.grant("api", "`left`.*", ["SELECT"]);
  for (const database of SETTINGS.databases) {
    server.grant("reader", objectOf(database), ["SELECT", "SHOW VIEW"]);
  }
  return server;
}

const API = new Set(["SELECT", "INSERT", "UPDATE", "DELETE"]);
const EXACT = new Map(SETTINGS.databases.map((database) => [objectOf(database), API]));

describe("grantRoles", () => {
  it("brings existing users to their roles, and creates none", async () => {
    const server = serverWithUsers();
    const outcome = await grantRoles(sessionOn(server).session, SETTINGS);
    expect(outcome).toEqual({ changed: ["api"], unchanged: ["reader"], missing: ["absent"] });
    expect(server.readGrants("api")).toEqual(EXACT);
    expect(server.users.has("absent")).toBe(false);
  });

  it("works on each user under its lock, and holds one lock at a time", async () => {
    const { session, calls } = sessionOn(serverWithUsers());
    await grantRoles(session, SETTINGS);
    let holder: string | undefined;
    for (const name of calls) {
      const [verb, username] = name.split(" ");
      if (verb === "lock") {
        expect(holder).toBeUndefined();
        holder = username;
      } else if (verb === "unlock") {
        expect(holder).toBe(username);
        holder = undefined;
      } else if (username !== undefined) {
        expect(holder).toBe(username);
      }
    }
    expect(calls.filter((name) => name.startsWith("lock"))).toHaveLength(3);
    expect(holder).toBeUndefined();
  });

  it("keeps what the user had and shall have when it stops at any statement, and completes when repeated", async () => {
    const complete = sessionOn(serverWithUsers());
    await grantRoles(complete.session, SETTINGS);
    expect(complete.calls.length).toBeGreaterThan(12);
    for (let stop = 0; stop < complete.calls.length; stop += 1) {
      const server = serverWithUsers();
      await expect(grantRoles(sessionOn(server, stop).session, SETTINGS)).rejects.toThrow("stopped");
      expect([...API].filter((privilege) => !server.may("api", privilege, "app"))).toEqual([]);
      await grantRoles(sessionOn(server).session, SETTINGS);
      expect(server.readGrants("api")).toEqual(EXACT);
    }
  });
});
