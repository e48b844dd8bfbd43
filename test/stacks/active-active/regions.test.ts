import fc from "fast-check";
import { activeActive, activeActiveStacks, REGIONS, stackOf } from "../../helpers/active-active";
import { type Found, regionOf } from "../../helpers/estate";
import type { Template } from "../../helpers/template";

interface World {
  readonly regions: readonly string[];
  readonly policy: "latency" | "weighted" | "failover" | "traffic-policy";
  readonly encryption: "customer-managed" | "aws-managed";
}

/** So many regions in any order, routed and encrypted somehow. */
function worldOf(size: number): World {
  const regions = fc.shuffledSubarray([...REGIONS], { minLength: size, maxLength: size });
  const policy = fc.constantFrom<World["policy"]>("latency", "weighted", "failover", "traffic-policy");
  const encryption = fc.constantFrom<World["encryption"]>("customer-managed", "aws-managed");
  const [world] = fc.sample(fc.record({ regions, policy, encryption }), 1);
  return world as World;
}

function stacksOf({ regions, policy, encryption }: World): ReadonlyMap<string, Template> {
  return activeActiveStacks(activeActive({ routing: { policy }, table: { encryption } }, regions));
}

// A synthesis takes a second: one world of each size in a run, others in the next one.
describe.each([2, 3, 4, 5])("%i regions", (size) => {
  const world = worldOf(size);
  // What a failure is reproduced with.
  const words = JSON.stringify(world);
  const stacks = stacksOf(world);

  test("have a stack each, between one of the table and one of the routing", () => {
    const parts = world.regions.map((region) => `region-${region}`);
    expect({ words, parts: [...stacks.keys()] }).toEqual({ words, parts: ["table", ...parts, "routing"] });
  });

  test("drive every count", () => {
    const table = stackOf(stacks, "table");
    const routing = stackOf(stacks, "routing");
    const found = {
      tables: count(table, "aws_dynamodb_table"),
      replicas: count(table, "aws_dynamodb_table_replica"),
      certificates: count(table, "aws_acm_certificate"),
      proofs: count(table, "aws_route53_record"),
      keys: count(table, "aws_kms_key"),
      checks: count(routing, "aws_route53_health_check"),
      records: count(routing, "aws_route53_record"),
      policyRecords: count(routing, "aws_route53_traffic_policy_instance"),
      alarms: count(routing, "aws_cloudwatch_metric_alarm"),
    };
    const records = { latency: 2 * size, weighted: 2 * size, failover: 2 * size + 2, "traffic-policy": 0 };
    expect({ words, ...found }).toEqual({
      words,
      tables: 1,
      replicas: size - 1,
      certificates: size,
      // One for each region's own name, one for the name that they share.
      proofs: size + 1,
      keys: world.encryption === "customer-managed" ? size : 0,
      checks: size + 1,
      records: records[world.policy],
      policyRecords: world.policy === "traffic-policy" ? 1 : 0,
      alarms: size + 1 + size * (size - 1),
    });
  });

  test("give every record of a name and type an identifier of its own", () => {
    const records = stackOf(stacks, "routing").resources.filter(({ type }) => type === "aws_route53_record");
    const keys = records.map(({ attributes: it }) => `${it.name} ${it.type} ${it.set_identifier}`);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index || key.endsWith("undefined"))).toEqual([]);
  });

  test("put nothing into another region than its own", () => {
    for (const region of world.regions) {
      const stack = stackOf(stacks, `region-${region}`);
      expect(stack.provider("aws").region).toBe(region);
      expect(stack.resources.filter(({ attributes }) => attributes.provider)).toEqual([]);
    }
    const shared = ["table", "routing"].map((part) => stackOf(stacks, part));
    const misplaced = shared
      .flatMap((stack) => stack.resources.map((resource) => ({ ...resource, stack })))
      .filter((found) => ![undefined, regionOf(found)].includes(wantedRegion(found, world.regions)));
    expect({ words, misplaced: misplaced.map(({ path }) => path) }).toEqual({ words, misplaced: [] });
  });

  test("are left as they are when another one is added", () => {
    const added = REGIONS.find((region) => !world.regions.includes(region));
    // Anywhere but in front: the first region holds the table.
    const place = 1 + (size % world.regions.length);
    const regions = [...world.regions.slice(0, place), `${added}`, ...world.regions.slice(place)];
    const after = stacksOf({ ...world, regions });
    for (const region of world.regions) {
      expect(stackOf(after, `region-${region}`).json).toEqual(stackOf(stacks, `region-${region}`).json);
    }
    expect(changed(stackOf(stacks, "table"), stackOf(after, "table"))).toEqual([]);
    // What is about all regions at once, and changes in place.
    const common = ["dashboard", "health/any", ...(world.policy === "traffic-policy" ? ["policy"] : [])];
    expect({ words, changed: changed(stackOf(stacks, "routing"), stackOf(after, "routing")) }).toEqual({
      words,
      changed: common,
    });
  });
});

function count(stack: Template, wanted: string): number {
  return stack.resources.filter(({ type }) => type === wanted).length;
}

/** The region that a resource of the table or routing stack is about; undefined where it is about none. */
function wantedRegion({ type, path }: Found, regions: readonly string[]): string | undefined {
  if (/^aws_(route53_(record|zone|traffic.*)|cloudwatch_dashboard)$/.test(type)) {
    return undefined;
  }
  const [top = "", below = ""] = path.split("/");
  if (["key", "alarms", "health"].includes(top)) {
    return "us-east-1";
  }
  return regions.find(
    (region) =>
      [`key-${region}`, `certificate-${region}`].includes(top) || below === region || below.startsWith(`${region}-to-`),
  );
}

/** Paths of what is gone or different, sorted. */
function changed(before: Template, after: Template): string[] {
  const attributes = new Map(after.resources.map((resource) => [resource.address, resource.attributes]));
  return before.resources
    .filter(({ address, attributes: old }) => JSON.stringify(attributes.get(address)) !== JSON.stringify(old))
    .map(({ path }) => path)
    .sort();
}
