import fc from "fast-check";
import { regionsByState } from "../../../modules/shared/region-states";
import {
  activeActive,
  activeActiveInput,
  activeActiveStacks,
  changed,
  REGIONS,
  stackOf,
} from "../../helpers/active-active";
import type { Template } from "../../helpers/template";

const POLICIES = ["latency", "weighted", "failover", "traffic-policy"] as const;

interface Region {
  readonly name: string;
  readonly state: "active" | "drained" | "removed";
}

interface World {
  readonly policy: (typeof POLICIES)[number];
  readonly regions: readonly Region[];
}

/** Valid states of 2 to 5 regions: the first is not removed, two are deployed, one is active. Every run has each policy once. */
function worlds(): World[] {
  const states = (size: number) =>
    fc
      .array(fc.constantFrom("active" as const, "drained" as const, "removed" as const), {
        minLength: size,
        maxLength: size,
      })
      .filter(
        ([first, ...others]) =>
          first !== "removed" &&
          others.some((state) => state !== "removed") &&
          [first, ...others].includes("active") &&
          others.concat(first ?? []).some((state) => state !== "active"),
      );
  const names = fc.shuffledSubarray([...REGIONS], { minLength: REGIONS.length });
  const sizes = [2, 3, 4, 5];
  const [drawn] = fc.sample(
    fc.record({
      policies: fc.shuffledSubarray([...POLICIES], { minLength: POLICIES.length }),
      worlds: fc.tuple(...sizes.map((size) => fc.record({ names, states: states(size) }))),
    }),
    1,
  );
  return (drawn?.worlds ?? []).map((world, index) => ({
    policy: drawn?.policies[index] ?? "latency",
    regions: world.states.map((state, place) => ({ name: `${world.names[place]}`, state })),
  }));
}

function stacksOf({ policy, regions }: World): ReadonlyMap<string, Template> {
  const input = activeActiveInput(regions.map(({ name }) => name));
  const withStates = input.regions.map((region, index) => ({ ...region, state: regions[index]?.state }));
  return activeActiveStacks(activeActive({ deletionProtection: false, routing: { policy }, regions: withStates }));
}

describe.each(worlds().map((world) => [world.regions.map(({ state }) => state).join(", "), world] as const))(
  "regions that are %s",
  (_, world) => {
    // Part of every assertion, so that a failure can be reproduced.
    const words = JSON.stringify(world);
    const names = (regions: readonly Region[]) => regions.map(({ name }) => name);
    const { all, deployed, answering, removed } = regionsByState(world.regions);
    const stacks = stacksOf(world);
    const active = stacksOf({ ...world, regions: all.map(({ name }) => ({ name, state: "active" })) });
    const shared = ["table", "routing"] as const;

    it("have one stack each, empty for a removed region", () => {
      const sizes = Object.fromEntries(
        all.map(({ name }) => [name, stackOf(stacks, `region-${name}`).resources.length]),
      );
      const empty = names(all).filter((name) => sizes[name] === 0);
      expect({ words, empty }).toEqual({ words, empty: names(removed) });
      for (const { name } of removed) {
        const { json, backend } = stackOf(stacks, `region-${name}`);
        expect(Object.keys(json).sort()).toEqual(["provider", "terraform"]);
        expect(json.provider.aws).toMatchObject([{ region: name }]);
        expect(backend).toEqual(stackOf(active, `region-${name}`).backend);
      }
      for (const { name } of deployed) {
        const [before, after] = [stackOf(active, `region-${name}`), stackOf(stacks, `region-${name}`)];
        expect(after.json.output).toEqual(before.json.output);
        // The health function reads the heartbeats of the deployed regions.
        const health = removed.length > 0 ? ["functions/health"] : [];
        expect({ words, changed: changed(before, after) }).toEqual({ words, changed: health });
      }
    });

    it("determine the number of replicas, certificates, checks and records", () => {
      const [table, routing] = [stackOf(stacks, "table"), stackOf(stacks, "routing")];
      const standby = world.policy === "failover" && answering.length > 1 ? 2 : 0;
      expect({
        words,
        replicas: count(table, "aws_dynamodb_table_replica"),
        certificates: count(table, "aws_acm_certificate"),
        checks: count(routing, "aws_route53_health_check", { type: "HTTPS" }),
        replication: routing.resources.filter(({ path }) => path.startsWith("replication/")).length,
        records: count(routing, "aws_route53_record"),
      }).toEqual({
        words,
        replicas: deployed.length - 1,
        certificates: deployed.length,
        checks: deployed.length,
        replication: deployed.length,
        records: world.policy === "traffic-policy" ? 0 : 2 * answering.length + standby,
      });
    });

    it("are in the answers of the shared name if they are active", () => {
      const routing = stackOf(stacks, "routing");
      const records = routing.resources.filter(({ type }) => type === "aws_route53_record");
      const identifiers = records.map(({ attributes: it }) => `${it.name} ${it.type} ${it.set_identifier}`);
      expect(new Set(identifiers).size).toBe(identifiers.length);
      const found =
        world.policy === "traffic-policy"
          ? Object.keys(JSON.parse(routing.one("aws_route53_traffic_policy").document).Endpoints)
          : records.map(({ attributes }) => attributes.set_identifier).filter((name) => name !== "standby");
      expect({ words, answers: [...new Set(found)].sort() }).toEqual({ words, answers: names(answering).sort() });
      const [primary] = records.filter(({ attributes: it }) => it.failover_routing_policy?.type === "PRIMARY");
      expect(primary?.attributes.set_identifier).toBe(world.policy === "failover" ? answering[0]?.name : undefined);
      const { alarm_rule } = routing.one("aws_cloudwatch_composite_alarm");
      const counted = names(all).filter((name) => alarm_rule.includes(`health_${name}-alarm`));
      expect({ words, counted }).toEqual({ words, counted: names(answering) });
    });

    it.each(shared)("keep the other resources of the %s stack as they are when all regions are active", (part) => {
      const [before, after] = [stackOf(active, part), stackOf(stacks, part)];
      const common =
        /^(dashboard|health\/any-alarm|health\/[a-z0-9-]+-evacuation(\/.*)?|policy(\/record)?|records\/.*)$/;
      const kept = new Map(after.resources.map(({ address, attributes }) => [address, attributes]));
      const missing = before.resources.filter(({ address, path }) => !kept.has(address) && !common.test(path));
      const ofRemoved = before.resources.filter(({ path }) => removed.some(({ name }) => path.includes(name)));
      expect({ words, missing: missing.map(({ path }) => path) }).toEqual({
        words,
        missing: ofRemoved.map(({ path }) => path).filter((path) => !common.test(path)),
      });
      for (const { address, path, attributes } of before.resources) {
        if (kept.has(address) && !common.test(path)) {
          expect({ words, path, attributes: kept.get(address) }).toEqual({ words, path, attributes });
        }
      }
      const added = after.resources.filter(
        ({ address, path }) => !common.test(path) && !before.resources.some((it) => it.address === address),
      );
      expect({ words, added }).toEqual({ words, added: [] });
    });

    it.each(shared)("have a provider in the %s stack, which only a removed region does not use", (part) => {
      const stack = stackOf(stacks, part);
      const providers = new Map<string | undefined, string>(
        stack.json.provider.aws.map(({ alias, region }: Record<string, string>) => [alias, region]),
      );
      expect({ words, regions: [...providers.values()] }).toEqual({
        words,
        regions: expect.arrayContaining(names(all)),
      });
      const used = new Set(stack.resources.map(({ attributes }) => attributes.provider?.replace("aws.", "")));
      const unused = [...providers].filter(([alias]) => !used.has(alias)).map(([, region]) => region);
      expect({ words, unused: unused.sort() }).toEqual({
        words,
        // Health checks with their alarms, and the log of DNS queries, use us-east-1 in any case.
        unused: names(removed)
          .filter((name) => name !== "us-east-1")
          .sort(),
      });
    });
  },
);

describe("deletion protection", () => {
  it("can differ between regions", () => {
    const [home, ...others] = activeActiveInput(["eu-west-1", "us-east-1", "us-west-2"]).regions;
    const regions = [home, ...others].flatMap((region) =>
      region ? [{ ...region, ...(region.name === "us-west-2" ? { deletionProtection: false } : {}) }] : [],
    );
    const table = stackOf(activeActiveStacks(activeActive({ regions })), "table");
    const found = table.resources
      .filter(({ type }) => type.startsWith("aws_dynamodb_table"))
      .map(({ path, attributes }) => [path, attributes.deletion_protection_enabled]);
    expect(Object.fromEntries(found)).toEqual({ table: true, "table/us-east-1": true, "table/us-west-2": false });
  });
});

function count(stack: Template, wanted: string, subset: Readonly<Record<string, unknown>> = {}): number {
  return stack.resources.filter(
    ({ type, attributes }) =>
      type === wanted && Object.entries(subset).every(([name, value]) => attributes[name] === value),
  ).length;
}
