import fc from "fast-check";
import { Crash, runUntilCrash } from "./crash";
import { APPLICATION, type Around, MASTER, STEPS, World } from "./world";

/** More calls than any rotation needs. */
const CALLS = 60;
const secret = fc.constantFrom(APPLICATION, MASTER);
/** Number of calls after which each attempt crashes. The last attempt does not crash. */
const cuts = fc.array(fc.nat(CALLS), { maxLength: 4 });

describe("a rotation that crashes at any point, any number of times", () => {
  it("keeps the current password working on a server with two passwords, and completes when repeated", async () => {
    await fc.assert(
      fc.asyncProperty(secret, fc.boolean(), cuts, async (secretId, first, attempts) => {
        const world = await prepared(true, first);
        const worked = world.opens(secretId);
        await rotateWithCuts(world, secretId, attempts, () => {
          if (worked) {
            expect(world.opens(secretId)).toBe(true);
          }
        });
        expect(world.opens(secretId)).toBe(true);
        expect(world.opens(secretId, "AWSPREVIOUS")).toBe(worked);
        expect(world.secrets.describe(secretId).token).toContain("AWSCURRENT");
      }),
      { numRuns: 200 },
    );
  });

  it("leaves the current or the pending password working on a server with one password", async () => {
    await fc.assert(
      fc.asyncProperty(secret, fc.boolean(), cuts, async (secretId, first, attempts) => {
        const world = await prepared(false, first);
        const worked = world.opens(secretId);
        await rotateWithCuts(world, secretId, attempts, () => {
          if (worked) {
            expect([world.opens(secretId), world.opens(secretId, "AWSPENDING")]).toContain(true);
          }
        });
        expect(world.opens(secretId)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

describe("rotations at the same time", () => {
  it("keep the current password working, whatever the order of their calls", async () => {
    await fc.assert(
      fc.asyncProperty(secret, fc.scheduler(), async (secretId, scheduler) => {
        const world = await prepared(true, false);
        const around = interleaved(scheduler, () => expect(world.opens(secretId)).toBe(true));
        const attempt = async (token: string) => {
          await around(async () => world.secrets.begin(secretId, token));
          for (const step of STEPS) {
            await world.step(step, secretId, token, around).catch(unlessExpectation);
          }
        };
        await scheduler.waitFor(Promise.all([attempt("one"), attempt("two"), attempt("two")]));
        await world.rotate(secretId, "three");
        expect([world.opens(secretId), world.opens(secretId, "AWSPREVIOUS")]).toEqual([true, true]);
      }),
      { numRuns: 100 },
    );
  });

  it("of one version both succeed in every step, on both kinds of server", async () => {
    await fc.assert(
      fc.asyncProperty(secret, fc.boolean(), fc.scheduler(), async (secretId, keepsTwoPasswords, scheduler) => {
        const world = await prepared(keepsTwoPasswords, false);
        const around = interleaved(scheduler, () => undefined);
        world.secrets.begin(secretId, "token");
        for (const step of STEPS) {
          const twice = [1, 2].map(() => world.step(step, secretId, "token", around));
          await scheduler.waitFor(Promise.all(twice));
        }
        expect(world.opens(secretId)).toBe(true);
        expect(world.secrets.describe(secretId).token).toContain("AWSCURRENT");
      }),
      { numRuns: 100 },
    );
  });

  it("of the master and the application user both complete", async () => {
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.scheduler(), async (keepsTwoPasswords, scheduler) => {
        const world = await prepared(keepsTwoPasswords, false);
        const around = interleaved(scheduler, () => undefined);
        const attempt = async (secretId: string) => {
          world.secrets.begin(secretId, "token");
          for (const step of STEPS) {
            // Secrets Manager repeats a failed step.
            await world.step(step, secretId, "token", around).catch(() => world.step(step, secretId, "token", around));
          }
        };
        await scheduler.waitFor(Promise.all([attempt(MASTER), attempt(APPLICATION)]));
        expect([world.opens(MASTER), world.opens(APPLICATION)]).toEqual([true, true]);
        expect(world.secrets.describe(APPLICATION).token).toContain("AWSCURRENT");
        expect(world.secrets.describe(MASTER).token).toContain("AWSCURRENT");
      }),
      { numRuns: 100 },
    );
  });
});

/** Before or after the first rotation, which creates the application user. */
async function prepared(keepsTwoPasswords: boolean, first: boolean): Promise<World> {
  const world = new World({ keepsTwoPasswords });
  if (!first) {
    await world.rotate(APPLICATION, "earlier");
    await world.rotate(MASTER, "earlier");
  }
  return world;
}

async function rotateWithCuts(world: World, secretId: string, attempts: readonly number[], check: () => void) {
  world.secrets.begin(secretId, "token");
  for (const cut of [...attempts, Number.POSITIVE_INFINITY]) {
    let calls = 0;
    const around: Around = async (call) => {
      if (calls > cut) {
        throw new Crash();
      }
      const answer = await call();
      check();
      calls += 1;
      if (calls > cut) {
        throw new Crash();
      }
      return answer;
    };
    await runUntilCrash(world, secretId, around);
  }
}

function interleaved(scheduler: fc.Scheduler, check: () => void): Around {
  return async (call) => {
    await scheduler.schedule(Promise.resolve());
    const answer = await call();
    check();
    return answer;
  };
}

/** Ignores the failure of a rotation that another one has replaced, but no failed expectation. */
function unlessExpectation(error: unknown): void {
  if (!(error instanceof Error) || error.name !== "LoggableError") {
    throw error;
  }
}
