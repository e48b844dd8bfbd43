import fc from "fast-check";
import { ROLES, rightsOf } from "../../../lambdas/shared/database/role-rights";
import { Crash, runUntilCrash } from "./crash";
import { objectOf } from "./fake-server";
import { APPLICATION, type Around, MASTER, World } from "./world";

const DATABASES = ["newsreadb", "reports"];
/** More calls than a rotation with grants needs. */
const CALLS = 60;
const PRIVILEGES = ["SELECT", "INSERT", "DROP", "SHOW VIEW", "FILE", "GRANT OPTION"];
const OBJECTS = [
  "",
  "*.*",
  ...["newsreadb", "reports", "left"].map(objectOf),
  "`newsreadb`.`t`",
  "PROCEDURE `reports`.`p`",
];

const role = fc.constantFrom(...ROLES);
const held = fc.uniqueArray(
  fc.tuple(fc.constantFrom(...OBJECTS), fc.uniqueArray(fc.constantFrom(...PRIVILEGES), { minLength: 1 })),
  { selector: ([object]) => object },
);

/** A world whose application user has these grants and this role. */
async function worldWith(roleName: (typeof ROLES)[number], grants: readonly (readonly [string, readonly string[]])[]) {
  const world = new World();
  await world.rotate(APPLICATION, "earlier");
  world.server.users.get("app")?.grants.clear();
  for (const [object, privileges] of grants) {
    world.server.grant("app", object, privileges);
  }
  world.roles = { databases: DATABASES, users: new Map([["app", roleName]]) };
  return world;
}

function wanted(roleName: (typeof ROLES)[number], databases: readonly string[]) {
  const { privileges } = rightsOf(roleName, databases);
  return new Map(databases.map((database) => [objectOf(database), new Set(privileges)]));
}

describe("a rotation of a user with a role", () => {
  it.each(ROLES)("gives the role %s on every database, and nothing else", async (name) => {
    const world = await worldWith(name, [["*.*", ["SUPER"]]]);
    await world.rotate(APPLICATION, "later");
    expect(world.server.users.get("app")?.grants).toEqual(wanted(name, DATABASES));
  });

  it("keeps what the user had and shall have at each call, and completes when repeated after any crash", async () => {
    await fc.assert(
      fc.asyncProperty(role, held, fc.array(fc.nat(CALLS), { maxLength: 4 }), async (name, grants, cuts) => {
        const world = await worldWith(name, grants);
        const { privileges } = rightsOf(name, DATABASES);
        const pairs = privileges.flatMap((privilege) => DATABASES.map((database) => [privilege, database] as const));
        const kept = pairs.filter(([privilege, database]) => world.server.may("app", privilege, database));
        const check = () => {
          for (const [privilege, database] of kept) {
            expect([privilege, database, world.server.may("app", privilege, database)]).toEqual([
              privilege,
              database,
              true,
            ]);
          }
        };
        world.secrets.begin(APPLICATION, "token");
        for (const cut of [...cuts, Number.POSITIVE_INFINITY]) {
          await rotateUntil(world, cut, check);
        }
        expect(world.server.users.get("app")?.grants).toEqual(wanted(name, DATABASES));
        expect(world.secrets.describe(APPLICATION).token).toContain("AWSCURRENT");
      }),
      { numRuns: 300 },
    );
  });

  it("changes no grant when they are right, and logs every change without a password", async () => {
    const world = await worldWith("reader", [["*.*", ["FILE"]]]);
    await world.rotate(APPLICATION, "second");
    const changes = world.log.filter((line) => /^(granted|revoked) /.test(line)).slice(-3);
    expect(changes).toEqual([
      "granted SELECT, SHOW VIEW on `newsreadb`.*",
      "granted SELECT, SHOW VIEW on `reports`.*",
      "revoked FILE on *.*",
    ]);
    const before = world.log.length;
    await world.rotate(APPLICATION, "third");
    expect(world.log.slice(before).filter((line) => /^(granted|revoked) /.test(line))).toEqual([]);
  });

  it("leaves a user that the roles do not list as the owner of its secret's database", async () => {
    const world = await worldWith("reader", []);
    world.roles = { databases: ["reports"], users: new Map([["other", "reader"]]) };
    await world.rotate(APPLICATION, "later");
    expect(world.server.users.get("app")?.grants).toEqual(wanted("owner", ["newsreadb"]));
  });

  it("fails when the secret names a database that the roles do not list", async () => {
    const world = await worldWith("reader", []);
    world.roles = { databases: ["reports", "other"], users: new Map([["app", "reader"]]) };
    await expect(world.rotate(APPLICATION, "later")).rejects.toThrow(
      /^dbname in the new version must be one of DATABASE_ROLES's databases: reports, other$/,
    );
    expect(world.server.users.get("app")?.grants.size).toBe(0);
  });

  it("fails when the secret of a listed user names no master secret", async () => {
    const world = await worldWith("reader", []);
    world.roles = { databases: DATABASES, users: new Map([["master", "reader"]]) };
    await expect(world.rotate(MASTER, "later")).rejects.toThrow(
      /^masterarn in the new version must name the master user's secret, because DATABASE_ROLES lists master$/,
    );
    expect(world.server.may("master", "SELECT", "anything")).toBe(true);
  });

  it.each(["mysql", "SYS"])("fails when an unlisted user's database is %s", async (dbname) => {
    const world = new World();
    world.secrets.put(APPLICATION, "x", JSON.stringify({ ...world.secrets.json(APPLICATION), dbname }), "AWSCURRENT");
    await expect(world.rotate(APPLICATION, "later")).rejects.toThrow("must not be a database of MySQL itself");
    expect(world.server.users.has("app")).toBe(false);
  });
});

/** Runs the steps of a rotation up to a number of calls. */
async function rotateUntil(world: World, cut: number, check: () => void): Promise<void> {
  let calls = 0;
  const around: Around = async (call) => {
    if (calls > cut) {
      throw new Crash();
    }
    const answer = await call();
    check();
    calls += 1;
    return answer;
  };
  await runUntilCrash(world, APPLICATION, around);
}
