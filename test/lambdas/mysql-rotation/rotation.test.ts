import { APPLICATION, MASTER, STEPS, World } from "./world";

describe("the application's first rotation", () => {
  it("creates its user with access to its own database only", async () => {
    const world = new World();
    await world.rotate(APPLICATION, "first");
    expect(world.opens(APPLICATION)).toBe(true);
    expect([...(world.server.users.get("app")?.grants.keys() ?? [])]).toEqual(["`newsreadb`.*"]);
  });

  it("changes only the password in the secret", async () => {
    const world = new World();
    const before = world.secrets.json(APPLICATION);
    await world.rotate(APPLICATION, "first");
    expect(world.secrets.json(APPLICATION)).toEqual({ ...before, password: "random-1" });
  });

  it("keeps the labels of Terraform's versions", async () => {
    const world = new World();
    await world.rotate(APPLICATION, "first");
    expect(world.secrets.describe(APPLICATION)).toEqual({
      seed: ["SEED", "AWSPREVIOUS"],
      first: ["AWSPENDING", "AWSCURRENT"],
    });
  });

  it("reads the master user from a secret of RDS, which contains name and password only", async () => {
    const world = new World();
    world.secrets.put(MASTER, "managed", '{"username":"master","password":"master-0"}', "AWSCURRENT");
    await world.rotate(APPLICATION, "first");
    expect(world.opens(APPLICATION)).toBe(true);
  });
});

describe("a later rotation", () => {
  it.each([APPLICATION, MASTER])("of %s keeps the previous password working on MySQL", async (secret) => {
    const world = await rotated();
    await world.rotate(secret, "second");
    expect([world.opens(secret), world.opens(secret, "AWSPREVIOUS")]).toEqual([true, true]);
    await world.rotate(secret, "third");
    expect([world.opens(secret), world.opens(secret, "AWSPREVIOUS")]).toEqual([true, true]);
  });

  it("makes the application's user name its password to change it, on MySQL only", async () => {
    const [mysql, mariadb] = [await rotated(), await rotated({ keepsTwoPasswords: false })];
    for (const { server } of [mysql, mariadb]) {
      server.protectedUsers.clear();
    }
    for (const world of [mysql, mariadb]) {
      await world.rotate(APPLICATION, "second");
      await world.rotate(MASTER, "second");
    }
    expect([...mysql.server.protectedUsers]).toEqual(["app"]);
    expect([...mariadb.server.protectedUsers]).toEqual([]);
  });

  it.each([APPLICATION, MASTER])("of %s leaves one password on MariaDB", async (secret) => {
    const world = await rotated({ keepsTwoPasswords: false });
    await world.rotate(secret, "second");
    expect([world.opens(secret), world.opens(secret, "AWSPREVIOUS")]).toEqual([true, false]);
  });

  it.each([APPLICATION, MASTER])("of %s changes nothing more when every step runs twice", async (secret) => {
    const world = await rotated();
    await world.rotate(secret, "second", { times: 2 });
    const once = await rotated();
    await once.rotate(secret, "second");
    expect(world.server.users).toEqual(once.server.users);
    expect(world.secrets.json(secret)).toEqual(once.secrets.json(secret));
  });

  it("does nothing when its version is already current", async () => {
    const world = await rotated();
    for (const step of STEPS) {
      await world.step(step, APPLICATION, "first");
    }
    expect(world.log.slice(-4)).toEqual(new Array(4).fill("the version is already current"));
  });

  it("repairs a user whose password is unknown", async () => {
    const world = await rotated();
    world.server.setPassword("app", "set by hand", false);
    await world.rotate(APPLICATION, "second");
    expect(world.opens(APPLICATION)).toBe(true);
    expect(world.log).toContain("neither the current nor the previous password works");
  });

  it("creates a dropped user again", async () => {
    const world = await rotated();
    world.server.users.delete("app");
    await world.rotate(APPLICATION, "second");
    expect(world.opens(APPLICATION)).toBe(true);
  });

  it("continues from the previous password, which a restored database has", async () => {
    const world = new World();
    await world.rotate(MASTER, "first");
    world.server.users.delete("master");
    world.server.createUser("master", "master-0");
    world.server.grant("master", "*.*", ["SELECT"]);
    await world.rotate(MASTER, "second");
    expect([world.opens(MASTER), world.secrets.json(MASTER).password]).toEqual([true, "random-2"]);
  });

  it("keeps the current password working after an abandoned rotation", async () => {
    const world = await rotated();
    world.secrets.begin(APPLICATION, "abandoned");
    await world.step("createSecret", APPLICATION, "abandoned");
    await world.step("setSecret", APPLICATION, "abandoned");
    await world.rotate(APPLICATION, "second");
    expect([world.opens(APPLICATION), world.opens(APPLICATION, "AWSPREVIOUS")]).toEqual([true, true]);
  });
});

describe("a rotation of the master user", () => {
  it.each([true, false])(
    "does not block the application's rotation halfway (two passwords: %s)",
    async (keepsTwoPasswords) => {
      const world = await rotated({ keepsTwoPasswords });
      world.secrets.begin(MASTER, "half");
      await world.step("createSecret", MASTER, "half");
      await world.step("setSecret", MASTER, "half");
      await world.rotate(APPLICATION, "second");
      expect(world.opens(APPLICATION)).toBe(true);
    },
  );

  it("fails when the database refuses every known password", async () => {
    const world = await rotated();
    world.server.setPassword("master", "set by hand", false);
    await expect(world.rotate(MASTER, "second")).rejects.toThrow(
      "the database refuses the new, the current and the previous password; set one of them in the database",
    );
    await expect(world.rotate(APPLICATION, "second")).rejects.toThrow(
      "the database refuses the master user's password",
    );
    expect(world.opens(APPLICATION)).toBe(true);
  });
});

describe("the steps of a rotation", () => {
  it("refuse a version that is not pending", async () => {
    const world = await rotated();
    for (const step of STEPS) {
      await expect(world.step(step, APPLICATION, "unheard-of")).rejects.toThrow("another rotation has replaced it");
    }
  });

  it("refuse any step but the four", async () => {
    const world = await rotated();
    for (const step of ["dropSecret", "toString", ""]) {
      await expect(world.step(step, APPLICATION, "first")).rejects.toThrow(
        "Step must be one of createSecret, setSecret, testSecret, finishSecret",
      );
    }
  });

  it("test the current version when the pending one has no value", async () => {
    const world = new World();
    world.secrets.begin(MASTER, "dry-run");
    await world.step("testSecret", MASTER, "dry-run");
    world.server.setPassword("master", "set by hand", false);
    await expect(world.step("testSecret", MASTER, "dry-run")).rejects.toThrow("the database refuses the new password");
  });

  it("do not make a version current whose password does not work", async () => {
    const world = await rotated();
    world.secrets.begin(APPLICATION, "second");
    await world.step("createSecret", APPLICATION, "second");
    await expect(world.step("finishSecret", APPLICATION, "second")).rejects.toThrow("refuses the new password");
    expect(world.secrets.json(APPLICATION).password).toBe("random-1");
  });

  it("do not make a version current that another rotation has replaced", async () => {
    const world = await rotated();
    world.secrets.begin(APPLICATION, "second");
    for (const step of STEPS.slice(0, 3)) {
      await world.step(step, APPLICATION, "second");
    }
    const overtake = async () => {
      world.secrets.begin(APPLICATION, "third");
      await world.step("createSecret", APPLICATION, "third");
      await world.step("setSecret", APPLICATION, "third");
    };
    const finish = world.step("finishSecret", APPLICATION, "second", async (call) => {
      const answer = await call();
      const connected = typeof answer === "object" && answer !== null && "lock" in answer;
      if (connected) {
        await overtake();
      }
      return answer;
    });
    await expect(finish).rejects.toThrow("another rotation has replaced it");
    expect(world.opens(APPLICATION)).toBe(true);
  });

  it("log fields that changed during the rotation, without their values", async () => {
    const world = await rotated();
    world.secrets.begin(APPLICATION, "second");
    for (const step of STEPS.slice(0, 3)) {
      await world.step(step, APPLICATION, "second");
    }
    const put = JSON.stringify({ ...world.secrets.json(APPLICATION), api_key: "a new key" });
    world.secrets.put(APPLICATION, "by-hand", put, "AWSCURRENT");
    await world.step("finishSecret", APPLICATION, "second");
    expect(world.log).toContain(
      "fields changed during the rotation, which restores their old values: api_key; change them again",
    );
  });

  it("refuse the master user as the application user", async () => {
    const world = new World();
    const mistaken = JSON.stringify({ ...world.secrets.json(APPLICATION), username: "master" });
    world.secrets.put(APPLICATION, "by-hand", mistaken, "AWSCURRENT");
    await expect(world.rotate(APPLICATION, "first")).rejects.toThrow("username must differ from the master user's");
    expect(world.opens(MASTER)).toBe(true);
  });
});

async function rotated(options?: { keepsTwoPasswords: boolean }): Promise<World> {
  const world = new World(options);
  await world.rotate(APPLICATION, "first");
  return world;
}
