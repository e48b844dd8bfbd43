import fc from "fast-check";
import { REGIONS as AWS_REGIONS } from "../../../config/schema/fields/regions";
import { evacuationHost } from "../../../modules/dns/evacuation-host";
import { activeActive, activeActiveStacks, changed, REGIONS, stackOf } from "../../helpers/active-active";
import { Estate, type Found, regionOf } from "../../helpers/estate";
import type { Template } from "../../helpers/template";
import { EVACUATION } from "../../invariants/evacuation";

const POLICIES = ["latency", "weighted", "failover", "traffic-policy"] as const;
const ENCRYPTIONS = ["customer-managed", "aws-managed"] as const;

interface World {
  readonly regions: readonly string[];
  readonly policy: (typeof POLICIES)[number];
  readonly encryption: (typeof ENCRYPTIONS)[number];
}

/**
 * Configurations of two to five regions in random order. A synthesis takes a second, so each run has one of each size, and runs
 * differ by seed. Every run has each policy once and each encryption twice.
 */
function worlds(): World[] {
  const sizes = [2, 3, 4, 5];
  const anyOrder = <T>(values: readonly T[]) => fc.shuffledSubarray([...values], { minLength: values.length });
  const [drawn] = fc.sample(
    fc.record({
      regions: fc.tuple(...sizes.map((size) => anyOrder(REGIONS).map((all) => all.slice(0, size)))),
      policies: anyOrder(POLICIES),
      encryptions: anyOrder([...ENCRYPTIONS, ...ENCRYPTIONS]),
    }),
    1,
  );
  return sizes.map((_, index) => ({
    regions: drawn?.regions[index] ?? [],
    policy: drawn?.policies[index] ?? "latency",
    encryption: drawn?.encryptions[index] ?? "aws-managed",
  }));
}

function stacksOf({ regions, policy, encryption }: World): ReadonlyMap<string, Template> {
  return activeActiveStacks(activeActive({ routing: { policy }, table: { encryption } }, regions));
}

describe.each(worlds().map((world) => [world.regions.length, world] as const))("%i regions", (size, world) => {
  // Part of every assertion, so that a failure can be reproduced.
  const words = JSON.stringify(world);
  const stacks = stacksOf(world);
  const table = stackOf(stacks, "table");
  const routing = stackOf(stacks, "routing");

  it("have one stack each, after the table stack and before the routing stack", () => {
    const parts = world.regions.map((region) => `region-${region}`);
    expect({ words, parts: [...stacks.keys()] }).toEqual({ words, parts: ["table", ...parts, "routing"] });
  });

  it("determine the number of resources", () => {
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
      // One for each region's own name, and one for the shared name.
      proofs: size + 1,
      // And one for the log of DNS queries.
      keys: (world.encryption === "customer-managed" ? size : 0) + 1,
      // For the endpoint, the evacuation and the records of each region.
      checks: 3 * size,
      records: records[world.policy],
      policyRecords: world.policy === "traffic-policy" ? 1 : 0,
      // For each region: unhealthy, evacuated, its metric for the evacuation in another region, and its replication.
      alarms: 4 * size,
    });
  });

  it("have the same resources, except the backup, which is in the first region", () => {
    const inBackup = (path: string) => path.startsWith("backup/");
    const paths = world.regions.map((region) =>
      stackOf(stacks, `region-${region}`)
        .resources.filter(({ path }) => !inBackup(path))
        .map(({ type, path }) => `${type} ${path}`.replace(region, "region")),
    );
    const backups = world.regions.filter((region) =>
      stackOf(stacks, `region-${region}`).resources.some(({ path }) => inBackup(path)),
    );
    expect({ words, backups }).toEqual({ words, backups: world.regions.slice(0, 1) });
    expect(paths[0]?.length).toBeGreaterThan(0);
    expect({ words, paths }).toEqual({ words, paths: new Array(size).fill(paths[0]) });
  });

  it("have records with their own set identifiers", () => {
    const records = routing.resources.filter(({ type }) => type === "aws_route53_record");
    const keys = records.map(({ attributes: it }) => `${it.name} ${it.type} ${it.set_identifier}`);
    const both = answersOf(world).flatMap((key) => [key, key.replace(" A ", " AAAA ")]);
    expect({ words, keys: keys.sort() }).toEqual({ words, keys: both.sort() });
    if (world.policy === "traffic-policy") {
      const { Rules, Endpoints } = JSON.parse(routing.one("aws_route53_traffic_policy").document);
      const answers = Rules.nearest.Regions.map((it: Record<string, string>) => `${it.Region} ${it.EndpointReference}`);
      expect(answers.sort()).toEqual(world.regions.map((region) => `${region} ${region}`).sort());
      expect(Object.keys(Endpoints).sort()).toEqual([...world.regions].sort());
    }
  });

  it("have records whose checks need a healthy endpoint and a region that another one has not evacuated", () => {
    const estate = new Estate([...stacks.values()]);
    expect({ words, problems: EVACUATION.flatMap(({ check }) => check(estate)) }).toEqual({ words, problems: [] });
    const hosts = routing.some("aws_route53_health_check", { type: "CLOUDWATCH_METRIC" });
    expect(hosts.map((it) => it.cloudwatch_alarm_region).sort()).toEqual([...world.regions].sort());
  });

  it("have all their resources in their own region", () => {
    for (const region of world.regions) {
      const stack = stackOf(stacks, `region-${region}`);
      expect(providersOf(stack)).toEqual([region]);
    }
    const [home, ...others] = world.regions;
    // The log of DNS queries is in us-east-1.
    const logs = world.regions.includes(US) ? [] : [US];
    expect({ words, regions: providersOf(table) }).toEqual({ words, regions: [home, ...others, ...logs] });
    expect(new Set(providersOf(routing))).toEqual(new Set([routing.provider("aws").region, ...world.regions, US]));
    const shared: Found[] = [table, routing].flatMap((stack) => stack.resources.map((it) => ({ ...it, stack })));
    const misplaced = shared
      .filter((found) => !WITHOUT_REGION.test(found.type) && regionOf(found) !== wantedRegion(found, world.regions))
      .map((found) => `${found.path} in ${regionOf(found)}`);
    expect({ words, misplaced }).toEqual({ words, misplaced: [] });
  });

  it("change only in health when another region is added, which adds resources of its own", () => {
    const added = `${REGIONS.find((region) => !world.regions.includes(region))}`;
    // Not at the beginning, because the first region has the table.
    const place = 1 + (size % world.regions.length);
    const regions = [...world.regions.slice(0, place), added, ...world.regions.slice(place)];
    const after = stacksOf({ ...world, regions });
    for (const region of world.regions) {
      const [before, now] = [stackOf(stacks, `region-${region}`), stackOf(after, `region-${region}`)];
      // The health function also reads the new region's heartbeat. Both resources change in place.
      const health = ["functions/health"];
      expect({ words, changed: changed(before, now) }).toEqual({ words, changed: health });
      expect({ words, added: newPaths(before, now) }).toEqual({ words, added: [] });
    }
    const [tableAfter, routingAfter] = [stackOf(after, "table"), stackOf(after, "routing")];
    expect({ words, changed: changed(table, tableAfter) }).toEqual({ words, changed: [] });
    // The stacks of the regions read these outputs.
    expect(tableAfter.json.output).toMatchObject(table.json.output ?? {});
    // Resources for all regions, which change in place.
    const common = ["dashboard", "health/any-alarm", ...(world.policy === "traffic-policy" ? ["policy"] : [])];
    // The alias of the standby name waits for one more record. For AWS it does not change.
    const waiting = world.policy === "failover" ? ["records/standby-a", "records/standby-aaaa"] : [];
    // The new region hosts the alarm of the region before it. The old alarm is deleted, and the check follows the new one.
    const before = `health/${regions[place - 1]}-evacuation`;
    const moved = [before, `${before}/alarm-in-${world.regions[place % world.regions.length]}`];
    expect({ words, changed: changed(routing, routingAfter) }).toEqual({
      words,
      changed: [...common, ...waiting, ...moved].sort(),
    });

    const more = [...newPaths(table, tableAfter), ...newPaths(routing, routingAfter)];
    expect({ words, astray: more.filter((path) => !path.includes(added)) }).toEqual({ words, astray: [] });
    expect(more).toEqual(
      expect.arrayContaining([
        `table/${added}`,
        `certificate-${added}`,
        `health/${added}`,
        `health/${added}-alarm`,
        `health/${added}-evacuation`,
        `health/${added}-evacuated-alarm`,
        `health/${added}-record`,
        `${before}/alarm-in-${added}`,
        `replication/${added}`,
      ]),
    );
  });
});

describe("twice the number of regions", () => {
  const [ten, twenty] = [10, 20].map((size) => {
    const stacks = stacksOf({ regions: AWS_REGIONS.slice(0, size), policy: "latency", encryption: "aws-managed" });
    return { table: stackOf(stacks, "table"), routing: stackOf(stacks, "routing") };
  });

  it.each([
    ["table", ten?.table, twenty?.table],
    ["routing", ten?.routing, twenty?.routing],
  ] as const)("at most doubles the %s stack", (_, half, whole) => {
    const measured = (stack: Template | undefined) => ({
      resources: stack?.resources.length ?? 0,
      bytes: JSON.stringify(stack?.json).length,
    });
    const [before, after] = [measured(half), measured(whole)];
    expect(before.resources).toBeGreaterThan(10);
    expect(after.resources).toBeLessThanOrEqual(2 * before.resources);
    expect(after.bytes).toBeLessThanOrEqual(2 * before.bytes);
  });

  it("adds alarms on checks, evacuation and replication and a dashboard row for each", () => {
    const found = [ten, twenty].map((stacks) => {
      const routing = stacks?.routing as Template;
      const { widgets } = JSON.parse(routing.one("aws_cloudwatch_dashboard").dashboard_body);
      return { alarms: count(routing, "aws_cloudwatch_metric_alarm"), widgets: widgets.length };
    });
    expect(found).toEqual([10, 20].map((size) => ({ alarms: 4 * size, widgets: 2 + 6 * size })));
  });
});

const US = "us-east-1";

/** Resources of global services. */
const WITHOUT_REGION = /^aws_(route53_(record|zone|traffic_policy(_instance)?)|cloudwatch_dashboard)$/;

function count(stack: Template, wanted: string): number {
  return stack.resources.filter(({ type }) => type === wanted).length;
}

/** Name, type and set identifier of the expected IPv4 records. */
function answersOf({ regions, policy }: World): string[] {
  const name = "api.example.com";
  if (policy === "failover") {
    const [primary, ...others] = regions;
    return [`${name} A ${primary}`, `${name} A standby`, ...others.map((region) => `standby.${name} A ${region}`)];
  }
  return policy === "traffic-policy" ? [] : regions.map((region) => `${name} A ${region}`);
}

/** Regions of a stack's providers. Its own region is the first. */
function providersOf(stack: Template): string[] {
  return (stack.json.provider?.aws ?? []).map(({ region }: { region: string }) => region);
}

/** The expected region of a resource of the table or routing stack, or undefined for a resource without a rule. */
function wantedRegion({ stack, path }: Found, regions: readonly string[]): string | undefined {
  const [top = "", below = "", part = ""] = path.split("/");
  if (part.startsWith("alarm-in-")) {
    return evacuationHost(regions, below.replace(/-evacuation$/, ""));
  }
  if (below === "query-log") {
    return US;
  }
  if (stack.id.endsWith("-routing") && ["key", "alarms", "health"].includes(top)) {
    return US;
  }
  if (path === "table") {
    return regions[0];
  }
  return regions.find(
    (region) =>
      [`key-${region}`, `certificate-${region}`].includes(top) ||
      (top === "table" && below === region) ||
      (top === "replication" && below === region),
  );
}

/** Paths of new resources. */
function newPaths(before: Template, after: Template): string[] {
  const addresses = new Set(before.resources.map(({ address }) => address));
  return after.resources.filter(({ address }) => !addresses.has(address)).map(({ path }) => path);
}
