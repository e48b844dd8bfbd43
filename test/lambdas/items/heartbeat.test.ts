import type { Heartbeat } from "../../../lambdas/items/health/heartbeats";
import { oldest, Peers } from "../../../lambdas/items/health/peers";
import { type Checks, Probe } from "../../../lambdas/items/health/probe";

const NEVER = () => new Promise<never>(() => undefined);

beforeEach(() => jest.useFakeTimers({ now: 1_000_000 }));
afterEach(() => jest.useRealTimers());

describe("Probe", () => {
  /** Heartbeats that work, with these exceptions. */
  const heartbeats = (more: Partial<Record<"read" | "write", (heartbeat: never) => Promise<unknown>>> = {}) => {
    const written: Heartbeat[] = [];
    const store = {
      written,
      write: async (heartbeat: Heartbeat) => void written.push(heartbeat),
      read: async (): Promise<Heartbeat | undefined> => written.at(-1),
    };
    return { ...store, ...more } as typeof store;
  };

  /** Runs a probe, and returns its result, its failures and its duration in milliseconds. */
  const run = async (store: ReturnType<typeof heartbeats>) => {
    const failures: string[] = [];
    const probe = new Probe(store, "eu-west-1", () => Date.now());
    const started = Date.now();
    let ended = Number.NaN;
    const result = probe
      .run((check, error) => failures.push(`${check}: ${(error as Error).message}`))
      .then((checks) => {
        ended = Date.now();
        return checks;
      });
    await jest.advanceTimersByTimeAsync(2_000);
    return { checks: (await result) as Checks, failures, took: ended - started, probe };
  };

  it("writes a heartbeat with its region, time and number, and reads it back", async () => {
    const store = heartbeats();
    const { checks, failures } = await run(store);
    expect(checks).toEqual({ read: { ok: true, milliseconds: 0 }, write: { ok: true, milliseconds: 0 } });
    expect(failures).toEqual([]);
    expect(store.written).toEqual([{ region: "eu-west-1", writtenAt: 1_000_000, sequence: 1 }]);
  });

  it("counts its heartbeats", async () => {
    const store = heartbeats();
    const { probe } = await run(store);
    await probe.run(() => undefined);
    expect(store.written.map(({ sequence }) => sequence)).toEqual([1, 2]);
  });

  it("fails the write only, when the table refuses it", async () => {
    const { checks, failures } = await run(heartbeats({ write: async () => Promise.reject(new Error("denied")) }));
    expect([checks.read.ok, checks.write.ok, failures]).toEqual([true, false, ["write: denied"]]);
  });

  it("fails the read only, when the table refuses it", async () => {
    const { checks, failures } = await run(heartbeats({ read: async () => Promise.reject(new Error("denied")) }));
    expect([checks.read.ok, checks.write.ok, failures]).toEqual([false, true, ["read: denied"]]);
  });

  it("does not let a write that hangs fail the read, and ends after 900 ms", async () => {
    const { checks, took } = await run(heartbeats({ write: NEVER }));
    expect([checks.read.ok, checks.write.ok, took]).toEqual([true, false, 900]);
  });

  it("ends after 900 ms when everything hangs", async () => {
    const { checks, took } = await run(heartbeats({ write: NEVER, read: NEVER }));
    expect([checks.read.ok, checks.write.ok, took]).toEqual([false, false, 900]);
  });

  it("ends after 450 ms when only the read hangs", async () => {
    expect((await run(heartbeats({ read: NEVER }))).took).toBe(450);
  });

  it.each<[string, Heartbeat | undefined]>([
    ["nothing", undefined],
    ["an older heartbeat", { region: "eu-west-1", writtenAt: 1_000_000 - 901, sequence: 9 }],
  ])("fails the read when it returns %s after the write was acknowledged", async (_what, found) => {
    const { checks, failures } = await run(heartbeats({ read: async () => found }));
    expect([checks.read.ok, checks.write.ok]).toEqual([false, true]);
    expect(failures).toEqual(["read: the heartbeat read back must be the one just written or a later one"]);
  });

  it("accepts the heartbeat that another execution environment of the region wrote meanwhile", async () => {
    const theirs = { region: "eu-west-1", writtenAt: 1_000_000 - 900, sequence: 7 };
    expect((await run(heartbeats({ read: async () => theirs }))).checks.read.ok).toBe(true);
  });
});

describe("Peers", () => {
  const heartbeat = (region: string, writtenAt: number): Heartbeat => ({ region, writtenAt, sequence: 1 });
  const NAMES = ["eu-central-1", "us-east-1"];

  it("returns how old the other regions' heartbeats are in this region", async () => {
    const ages: Record<string, number> = { "eu-central-1": 1_500, "us-east-1": 70_000 };
    const peers = new Peers({ read: async (peer) => heartbeat(peer, Date.now() - (ages[peer] ?? 0)) }, NAMES);
    const seen = await peers.observe(() => undefined);
    expect(seen).toEqual(NAMES.map((peer) => ({ peer, milliseconds: ages[peer] })));
    expect(oldest(seen)).toBe(70_000);
  });

  it("observes at most every 15 s", async () => {
    let now = 0;
    let reads = 0;
    const read = async (peer: string) => {
      reads += 1;
      return heartbeat(peer, 0);
    };
    const peers = new Peers({ read }, NAMES, () => now);
    for (const second of [0, 1, 14.9, 15, 29, 30]) {
      now = second * 1000;
      const seen = await peers.observe(() => undefined);
      expect(seen.length).toBe([0, 15, 30].includes(second) ? 2 : 0);
    }
    expect(reads).toBe(6);
  });

  it("knows no oldest heartbeat while one region has none", async () => {
    const peers = new Peers({ read: async (peer) => (peer === "us-east-1" ? undefined : heartbeat(peer, 0)) }, NAMES);
    const seen = await peers.observe(() => undefined);
    expect(seen.map(({ milliseconds }) => milliseconds)).toEqual([1_000_000, undefined]);
    expect(oldest(seen)).toBeUndefined();
  });

  it("ends after 300 ms when a read hangs, with the ages that it knows", async () => {
    const failures: unknown[] = [];
    const peers = new Peers(
      { read: (peer) => (peer === "us-east-1" ? NEVER() : Promise.resolve(heartbeat(peer, 0))) },
      NAMES,
    );
    const seen = peers.observe((error) => failures.push(String(error)));
    await jest.advanceTimersByTimeAsync(300);
    expect((await seen).map(({ milliseconds }) => milliseconds)).toEqual([1_000_000, undefined]);
    expect(failures).toEqual(["DeadlineError: reading the heartbeats of the other regions must end within 300 ms"]);
  });

  it("has no negative age when the other region's clock is ahead", async () => {
    const peers = new Peers({ read: async (peer) => heartbeat(peer, Date.now() + 5) }, ["us-east-1"]);
    expect(oldest(await peers.observe(() => undefined))).toBe(0);
  });

  it("observes nothing without other regions", async () => {
    const peers = new Peers({ read: NEVER }, []);
    expect(oldest(await peers.observe(() => undefined))).toBeUndefined();
  });
});
