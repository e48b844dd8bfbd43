import { RoutedRecords, type RoutedRecordsProps } from "../../../modules/dns/routed-records";
import { Template } from "../../helpers/template";

const TARGETS = ["eu-west-1", "us-east-1", "sa-east-1"].map((region, index) => ({
  region,
  weight: 10 * (index + 1),
  target: { domainName: `d-${region}.execute-api.${region}.amazonaws.com`, hostedZoneId: `Z-${region}` },
  healthCheckId: `check-${region}`,
}));

function build(props: Partial<RoutedRecordsProps>): Template {
  return Template.of((scope) => {
    new RoutedRecords(scope, "records", {
      zoneId: "Z1",
      name: "api.example.com",
      targets: TARGETS,
      ...props,
    });
  });
}

describe("RoutedRecords", () => {
  it.each(["A", "AAAA"])("stands alone: required props only, with latency records of type %s", (type) => {
    build({}).one("aws_route53_record", {
      name: "api.example.com",
      type,
      set_identifier: "us-east-1",
      health_check_id: "check-us-east-1",
      latency_routing_policy: { region: "us-east-1" },
      alias: {
        name: "d-us-east-1.execute-api.us-east-1.amazonaws.com",
        zone_id: "Z-us-east-1",
        evaluate_target_health: true,
      },
    });
  });

  it("has the weight of each region under weighted routing, 100 by default", () => {
    const records = build({ policy: "weighted" }).all("aws_route53_record");
    const shares = records.map((record) => [record.set_identifier, record.weighted_routing_policy.weight]);
    expect(Object.fromEntries(shares)).toEqual({ "eu-west-1": 10, "us-east-1": 20, "sa-east-1": 30 });
    const equal = TARGETS.map(({ weight: _, ...target }) => target);
    build({ policy: "weighted", targets: equal }).all("aws_route53_record", {
      weighted_routing_policy: { weight: 100 },
    });
  });

  it("fails over from the first region to the healthy one of the others with the lowest latency", () => {
    const template = build({ policy: "failover" });
    template.count("aws_route53_record", 8);
    const first = { name: "api.example.com", type: "A", failover_routing_policy: { type: "PRIMARY" } };
    template.one("aws_route53_record", { ...first, set_identifier: "eu-west-1", health_check_id: "check-eu-west-1" });
    template.one("aws_route53_record", {
      name: "api.example.com",
      type: "A",
      failover_routing_policy: { type: "SECONDARY" },
      alias: { name: "standby.api.example.com", zone_id: "Z1", evaluate_target_health: true },
    });
    const standby = template.some("aws_route53_record", { name: "standby.api.example.com", type: "A" });
    expect(standby.map((record) => record.latency_routing_policy.region).sort()).toEqual(["sa-east-1", "us-east-1"]);
  });

  it("creates the alias of the standby name after the records of this name, and deletes it before them", () => {
    const records = build({ policy: "failover" }).all("aws_route53_record");
    const addressOf = ({ type, set_identifier }: Readonly<Record<string, string>>) =>
      `aws_route53_record.records_${set_identifier}-${type?.toLowerCase()}`;
    const standby = records.filter(({ name }) => name === "standby.api.example.com").map(addressOf);
    const aliases = records.filter(({ failover_routing_policy: it }) => it?.type === "SECONDARY");
    expect(aliases).toHaveLength(2);
    for (const { depends_on } of aliases) {
      const addresses = depends_on.map((address: string) => address.replace(/_[0-9A-F]{8}$/, ""));
      expect(addresses.sort()).toEqual([...standby].sort());
    }
  });

  it("keeps the resource of the primary record when another region becomes the primary", () => {
    const primary = (targets: typeof TARGETS) =>
      build({ policy: "failover", targets })
        .resources.filter(({ attributes: it }) => it.failover_routing_policy?.type === "PRIMARY")
        .map(({ path, attributes }) => [path, attributes.set_identifier]);
    expect(primary(TARGETS)).toEqual([
      ["records/primary-a", "eu-west-1"],
      ["records/primary-aaaa", "eu-west-1"],
    ]);
    expect(primary(TARGETS.slice(1))).toEqual([
      ["records/primary-a", "us-east-1"],
      ["records/primary-aaaa", "us-east-1"],
    ]);
  });

  it("has the primary record only if one region is left", () => {
    const template = build({ policy: "failover", targets: TARGETS.slice(1, 2) });
    template.count("aws_route53_record", 2);
    template.all("aws_route53_record", { set_identifier: "us-east-1", failover_routing_policy: { type: "PRIMARY" } });
  });

  it("fails without a region", () => {
    expect(() => build({ targets: [] })).toThrow("targets must hold at least 1 region, got 0");
  });
});
