import { bringGrants, type Grantor } from "../../../../lambdas/shared/database/grants";
import { FakeServer, objectOf } from "../../mysql-rotation/fake-server";

const RIGHTS = { privileges: ["SELECT"], databases: ["app"] };

/** Grantor of a server in memory, which records its statements. */
function grantorOf(server: FakeServer, more: Partial<Grantor> = {}) {
  const statements: string[] = [];
  const grantor: Grantor = {
    databaseObjects: async (names) => names.map(objectOf),
    readGrants: async (username) => server.readGrants(username),
    grant: async (username, object, privileges) => {
      statements.push(`+ ${privileges} ${object}`);
      server.grant(username, object, privileges);
    },
    revoke: async (username, object, privileges) => {
      statements.push(`- ${privileges} ${object}`);
      server.revoke(username, object, privileges);
    },
    ...more,
  };
  return { grantor, statements };
}

function serverWith(...grants: (readonly [string, readonly string[]])[]): FakeServer {
  const server = new FakeServer(true);
  server.createUser("u", "p");
  for (const [object, privileges] of grants) {
    server.grant("u", object, privileges);
  }
  return server;
}

describe("bringGrants", () => {
  it("grants everything that is missing before it revokes anything", async () => {
    const server = serverWith(["*.*", ["SELECT", "FILE"]], ["`left`.*", ["SELECT"]], ["`app`.*", ["DROP"]]);
    const { grantor, statements } = grantorOf(server);
    expect(await bringGrants(grantor, "u", RIGHTS)).toEqual({
      granted: ["SELECT on `app`.*"],
      revoked: ["SELECT, FILE on *.*", "SELECT on `left`.*", "DROP on `app`.*"],
    });
    expect(statements).toEqual(["+ SELECT `app`.*", "- SELECT,FILE *.*", "- SELECT `left`.*", "- DROP `app`.*"]);
    expect(server.readGrants("u")).toEqual(new Map([["`app`.*", new Set(["SELECT"])]]));
  });

  it("sends nothing when the grants are right", async () => {
    const { grantor, statements } = grantorOf(serverWith(["`app`.*", ["SELECT"]]));
    expect(await bringGrants(grantor, "u", RIGHTS)).toEqual({ granted: [], revoked: [] });
    expect(statements).toEqual([]);
  });

  it("names a role of the server that is revoked", async () => {
    const { grantor } = grantorOf(serverWith(["", ["`admins`"]], ["`app`.*", ["SELECT"]]));
    expect(await bringGrants(grantor, "u", RIGHTS)).toEqual({ granted: [], revoked: ["role `admins`"] });
  });

  it("is undefined for a user that does not exist, and changes nothing", async () => {
    const { grantor, statements } = grantorOf(serverWith());
    expect(await bringGrants(grantor, "stranger", RIGHTS)).toBeUndefined();
    expect(statements).toEqual([]);
  });

  it("grants again what the server lost with a revoked privilege, as MySQL's partial_revokes may", async () => {
    const server = serverWith(["*.*", ["SELECT"]]);
    let first = true;
    const { grantor, statements } = grantorOf(server, {
      grant: async (username, object, privileges) => {
        // The first statement lifts a restriction only.
        if (!first) {
          server.grant(username, object, privileges);
        }
        first = false;
      },
    });
    await bringGrants(grantor, "u", RIGHTS);
    expect(statements).toEqual(["- SELECT *.*"]);
    expect(server.readGrants("u")).toEqual(new Map([["`app`.*", new Set(["SELECT"])]]));
  });

  it("fails when the server does not keep the grants", async () => {
    let statements = 0;
    const { grantor } = grantorOf(serverWith(), {
      grant: async () => {
        statements += 1;
      },
    });
    await expect(bringGrants(grantor, "u", RIGHTS)).rejects.toThrow(
      "the database must keep the grants of u, but it shows others after they were changed",
    );
    expect(statements).toBe(3);
  });
});
