import type { Zone } from "../../../../tools/local-runtime/route53/zone";
import { activeActiveInput } from "../../../helpers/active-active";
import { routingControls, sampleZone } from "../sample-zone";
import { NAME, sampleRouting } from "./sample-routing";

const [EU, US, WEST] = ["eu-west-1", "us-east-1", "us-west-2"] as const;

/** The zone with other settings of the endpoint checks. */
function withChecks(zone: Zone, intervalSeconds: number, failureThreshold: number): Zone {
  const checks = zone.checks.map((check) =>
    check.type === "endpoint" ? { ...check, intervalSeconds, failureThreshold } : check,
  );
  return { ...zone, checks };
}

describe("Routing, detection and switch", () => {
  const zone = sampleZone([EU, US]);

  it.each([
    { interval: 10, threshold: 3, speed: 1 },
    { interval: 10, threshold: 3, speed: 10 },
    { interval: 30, threshold: 3, speed: 1 },
    { interval: 10, threshold: 1, speed: 1 },
    { interval: 30, threshold: 10, speed: 30 },
  ])("takes $threshold intervals of $interval s and a TTL at speed $speed", async ({ interval, threshold, speed }) => {
    const { clock, down, routing, until } = sampleRouting(withChecks(zone, interval, threshold), { speed });
    const intervalMs = (interval * 1000) / speed;
    const ttlMs = 60_000 / speed;
    await clock.advance(intervalMs * 2);
    expect(routing.resolver.region()).toBe(EU);
    down.add(EU);
    const detection = await until(() => !routing.region(EU).recordHealthy, intervalMs * 12, intervalMs / 50);
    expect(detection).toBeGreaterThan((threshold - 1) * intervalMs);
    expect(detection).toBeLessThanOrEqual(threshold * intervalMs);
    const change = clock.now();
    await until(() => routing.resolver.region() === US, ttlMs * 2, ttlMs / 60);
    expect(clock.now() - change).toBeLessThanOrEqual(ttlMs);
    // Back: the same number of successes, and a TTL.
    down.clear();
    const recovery = await until(() => routing.region(EU).recordHealthy, intervalMs * 12, intervalMs / 50);
    expect(recovery).toBeLessThanOrEqual(threshold * intervalMs);
    await clock.advance(ttlMs);
    expect(routing.resolver.region()).toBe(EU);
    routing.stop();
  });

  it("adds the time limits of the network, which no speed changes", async () => {
    const { hanging, routing, until, clock } = sampleRouting(zone, { speed: 10 });
    await clock.advance(2_000);
    hanging.add(EU);
    const detection = await until(() => !routing.region(EU).recordHealthy, 60_000, 100);
    // Three requests of 2 s, and up to three intervals of 1 s.
    expect(detection).toBeGreaterThan(8_000);
    expect(detection).toBeLessThanOrEqual(9_000);
    routing.stop();
  });

  it("answers as if all regions were healthy when none is, for a TTL also after one recovers", async () => {
    const { down, routing, clock, events } = sampleRouting(zone);
    down.add(EU).add(US);
    await clock.advance(40_000);
    expect([routing.region(EU).recordHealthy, routing.region(US).recordHealthy]).toEqual([false, false]);
    expect(routing.resolver.region()).toBe(EU);
    expect(events.map(({ text }) => text)).toContain("no region is healthy; Route 53 answers as if all were");
    down.delete(US);
    await clock.advance(30_000);
    expect(routing.region(US).recordHealthy).toBe(true);
    expect(routing.resolver.region()).toBe(EU);
    await clock.advance(30_000);
    expect(routing.resolver.region()).toBe(US);
    routing.stop();
  });

  it("keeps a region whose checkers partly reach it, and drops it at 18 %", async () => {
    // One checker region of three is 33 %.
    const some = sampleRouting(zone);
    await some.clock.advance(20_000);
    expect(some.routing.region(EU).checkers.map(({ region }) => region)).toEqual(["ap-southeast-1", EU, US]);
    some.down.add(EU);
    // All but one of six checkers have failed three times: 16.7 %.
    const detection = await some.until(() => !some.routing.region(EU).endpointHealthy, 40_000, 10);
    const healthy = some.routing.region(EU).checkers.filter((checker) => checker.healthy);
    expect(healthy).toHaveLength(1);
    expect(detection).toBeLessThan(30_000);
    some.routing.stop();
  });
});

describe("Routing, policies of synthesized stacks", () => {
  it.each([
    { policy: "latency" as const, first: EU, second: US },
    { policy: "traffic-policy" as const, first: EU, second: US },
    { policy: "failover" as const, first: EU, second: US },
    { policy: "weighted" as const, first: EU, second: US },
  ])("switches under $policy, from $first to $second to the third region", async ({ policy, first, second }) => {
    const { routing, down, clock } = sampleRouting(sampleZone([EU, US, WEST], { routing: { policy } }));
    await clock.advance(10_000);
    expect(routing.resolver.region()).toBe(first);
    down.add(first);
    await clock.advance(90_000);
    expect(routing.resolver.region()).toBe(second);
    down.add(second);
    await clock.advance(90_000);
    expect(routing.resolver.region()).toBe(WEST);
    routing.stop();
  });

  it("follows weights of the configuration, also 0", async () => {
    const input = activeActiveInput([EU, US, WEST]);
    const weights = [3, 1, 0];
    const regions = input.regions.map((region, index) => ({ ...region, weight: weights[index] ?? 0 }));
    let asked = 0;
    const random = () => (asked++ % 8) / 8;
    const zone = sampleZone([EU, US, WEST], { regions, routing: { policy: "weighted" } });
    const { routing, clock } = sampleRouting(zone, { random });
    const answers: (string | undefined)[] = [];
    for (let index = 0; index < 8; index++) {
      answers.push(routing.resolver.region());
      await clock.advance(60_000);
    }
    expect(answers.filter((region) => region === EU)).toHaveLength(6);
    expect(answers.filter((region) => region === US)).toHaveLength(2);
    routing.stop();
  });

  it("follows a changed zone without losing states, evacuations and cached answers", async () => {
    const { routing, clock, down } = sampleRouting(sampleZone([EU, US]));
    down.add(EU);
    await clock.advance(100_000);
    routing.drain(EU);
    await clock.advance(60_000);
    expect(routing.resolver.region()).toBe(US);
    routing.watch(
      NAME,
      sampleZone([EU, US, WEST], {
        routing: { policy: "failover", checkerRegions: ["eu-west-1", "sa-east-1", "us-west-1"] },
      }),
    );
    expect(routing.region(EU)).toMatchObject({ endpointHealthy: false, evacuated: true, recordHealthy: false });
    expect(routing.resolver.region()).toBe(US);
    expect(routing.region(WEST)).toMatchObject({ endpointHealthy: true, recordHealthy: true });
    down.clear();
    await clock.advance(60_000);
    expect(routing.region(EU)).toMatchObject({ endpointHealthy: true, evacuated: true, recordHealthy: false });
    expect(routing.region(EU).checkers.map(({ region }) => region)).toEqual(["eu-west-1", "sa-east-1", "us-west-1"]);
    routing.undrain(EU);
    await clock.advance(120_000);
    expect(routing.resolver.region()).toBe(EU);
    routing.stop();
  });

  it("keeps the zone before a faulty one", () => {
    const zone = sampleZone([EU, US]);
    const { routing } = sampleRouting(zone);
    const loop = {
      id: "loop",
      inverted: false,
      disabled: false,
      type: "calculated" as const,
      children: ["loop"],
      threshold: 1,
    };
    expect(() => routing.watch(NAME, { ...zone, checks: [...zone.checks, loop] })).toThrow(
      "got loop, which is a calculated check",
    );
    expect(routing.resolver.region()).toBe(EU);
    routing.stop();
  });

  it("has no answer and no requests without a domain", async () => {
    const { routing, clock, sent } = sampleRouting({ records: [], checks: [] });
    await clock.advance(60_000);
    expect(sent).toEqual([]);
    expect(routing.resolver.region()).toBeUndefined();
    expect(routing.region(EU)).toEqual({ endpointHealthy: true, evacuated: false, recordHealthy: true, checkers: [] });
    expect(() => routing.drain(EU)).toThrow('region must be in a backend with a domain, got "eu-west-1"');
    routing.stop();
  });
});

describe("Routing, evacuation", () => {
  const zone = sampleZone([EU, US]);

  it("follows the alarm at the end of its period of 60 s, and answers with the other region after a TTL", async () => {
    const { routing, clock, events } = sampleRouting(zone);
    await clock.advance(70_000);
    routing.drain(EU);
    expect(routing.region(EU).evacuated).toBe(false);
    await clock.advance(49_999);
    expect(routing.region(EU).evacuated).toBe(false);
    await clock.advance(1);
    expect(routing.region(EU)).toMatchObject({ endpointHealthy: true, evacuated: true, recordHealthy: false });
    await clock.advance(60_000);
    expect(routing.resolver.region()).toBe(US);
    // Missing data keeps the state.
    await clock.advance(600_000);
    expect(routing.region(EU).evacuated).toBe(true);
    const texts = events.filter(({ region }) => region === EU).map(({ at, kind, text }) => [at, kind, text]);
    expect(texts).toEqual([
      [70_000, "operator", "evacuation requested; the alarm follows in 50.0 s"],
      [120_000, "health", "the region is evacuated, by the alarm in us-east-1"],
      [120_000, "health", "the check of the region's records is unhealthy"],
    ]);
    routing.stop();
  });

  it("returns a region, at the latest at the end of the second period", async () => {
    const { routing, clock } = sampleRouting(zone, { speed: 10 });
    routing.drain(EU);
    // In the same period, the maximum is still 1.
    routing.undrain(EU);
    await clock.advance(6_000);
    expect(routing.region(EU).evacuated).toBe(true);
    await clock.advance(6_000);
    expect(routing.region(EU).evacuated).toBe(false);
    await clock.advance(6_000);
    expect(routing.resolver.region()).toBe(EU);
    routing.stop();
  });

  it("follows a routing control at once", () => {
    const evacuation = routingControls([EU, US]);
    const { routing, events } = sampleRouting(sampleZone([EU, US], { routing: { evacuation } }));
    routing.drain(EU);
    expect(routing.region(EU)).toMatchObject({ evacuated: true, recordHealthy: false });
    expect(routing.resolver.region()).toBe(US);
    expect(events.map(({ text }) => text)).toContain("the region is evacuated, by the routing control");
    routing.undrain(EU);
    expect(routing.region(EU).recordHealthy).toBe(true);
    routing.stop();
  });

  it("refuses the last healthy region, also if the other one is only about to leave", async () => {
    const { routing, clock, down } = sampleRouting(sampleZone([EU, US, WEST]));
    down.add(WEST);
    await clock.advance(31_000);
    routing.drain(US);
    expect(() => routing.drain(EU)).toThrow(
      'region must leave a healthy region, got "eu-west-1" with us-east-1 evacuated, us-west-2 unhealthy; ' +
        "return or repair another region first",
    );
    // Again is not an error.
    routing.drain(US);
    routing.undrain(EU);
    routing.stop();
  });

  it("refuses a drained and an unknown region", () => {
    const input = activeActiveInput([EU, US, WEST]);
    const regions = input.regions.map((region, index) =>
      index === 2 ? { ...region, state: "drained" as const } : region,
    );
    const { routing } = sampleRouting(sampleZone([EU, US, WEST], { regions }));
    expect(() => routing.drain(WEST)).toThrow(
      'region must be one that gets requests, got "us-west-2", which is drained; nothing needs to be evacuated',
    );
    expect(() => routing.drain("moon-1")).toThrow(
      'region must be one of eu-west-1, us-east-1, us-west-2, got "moon-1"',
    );
    expect(routing.region(WEST).endpointHealthy).toBe(true);
    routing.stop();
  });
});

describe("Routing, requests of the checkers", () => {
  it("sends them to the region's own name, two checkers in each checker region, spread over the interval", async () => {
    const { sent, clock, routing } = sampleRouting(sampleZone([EU, US]));
    await clock.advance(9_999);
    const toEu = sent.filter(({ url }) => url === `http://${EU}`);
    expect(toEu).toHaveLength(6);
    expect(new Set(toEu.map(({ host, path }) => `${host}${path}`))).toEqual(new Set([`${EU}.${NAME}/health`]));
    expect(toEu.map(({ at }) => Math.round(at))).toEqual([0, 1667, 3333, 5000, 6667, 8333]);
    await clock.advance(10_000);
    expect(sent.filter(({ url }) => url === `http://${EU}`)).toHaveLength(12);
    routing.stop();
  });

  it("sends none for a disabled check, which is healthy", async () => {
    const zone = sampleZone([EU, US]);
    const checks = zone.checks.map((check) => ({
      ...check,
      disabled: check.type === "endpoint" && check.region === EU,
    }));
    const { sent, clock, routing, down } = sampleRouting({ ...zone, checks });
    down.add(EU);
    await clock.advance(60_000);
    expect(sent.filter(({ url }) => url === `http://${EU}`)).toEqual([]);
    expect(routing.region(EU).recordHealthy).toBe(true);
    routing.stop();
  });

  it("leaves no timer behind", async () => {
    const { clock, routing } = sampleRouting(sampleZone([EU, US]));
    await clock.advance(15_000);
    expect(clock.waiting).toBeGreaterThan(0);
    routing.stop();
    expect(clock.waiting).toBe(0);
  });

  it("reports what failed", async () => {
    const { clock, routing, down, events } = sampleRouting(sampleZone([EU, US]));
    down.add(EU);
    await clock.advance(30_000);
    expect(events.map(({ text }) => text)).toContain(
      "the endpoint is unhealthy: 1 of 6 checkers report healthy, the latest result is: HTTP status code 503",
    );
    expect(routing.region(EU).checkers[0]).toEqual({
      region: "ap-southeast-1",
      healthy: false,
      observation: "HTTP status code 503",
      failuresInRow: 4,
    });
    routing.stop();
  });
});

describe("Resolver", () => {
  const zone = sampleZone([EU, US]);

  it("keeps a connection's region, and asks for a new one", async () => {
    const { clock, down, routing } = sampleRouting(zone);
    const connection = {};
    expect(routing.resolver.region(connection)).toBe(EU);
    down.add(EU);
    await clock.advance(90_000);
    expect(routing.resolver.region(connection)).toBe(EU);
    expect(routing.resolver.region({})).toBe(US);
    routing.stop();
  });

  it("answers near the clients, with an empty cache after they move", () => {
    const { routing, events } = sampleRouting(zone);
    expect(routing.resolver.region()).toBe(EU);
    expect(routing.resolver.cached()).toEqual({ region: EU, expiresAt: 60_000 });
    routing.resolver.moveClients("sa-east-1");
    expect(routing.resolver.cached()).toBeUndefined();
    expect(routing.resolver.region()).toBe(US);
    expect(events.map(({ kind, text }) => [kind, text])).toEqual([
      ["dns", "api.example.com resolves to eu-west-1"],
      ["dns", "api.example.com resolves to us-east-1"],
    ]);
    routing.stop();
  });
});
