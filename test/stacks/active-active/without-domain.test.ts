import { activeActive, activeActiveInput, activeActiveStacks, stackOf } from "../../helpers/active-active";

const REGIONS = ["eu-west-1", "us-west-2", "eu-central-1"];

describe("active-active without a domain", () => {
  const stacks = activeActiveStacks(activeActive({ domain: undefined }, REGIONS.slice(0, 2)));

  it("has no hosted zone, certificates and names", () => {
    const types = [...stacks.values()].flatMap(({ resources }) => resources.map(({ type }) => type));
    expect(types.filter((type) => /route53|acm|api_gateway_(domain|base_path)/.test(type))).toEqual([]);
    expect(Object.keys(stackOf(stacks, "table").json.output)).not.toContain("name_servers");
  });

  it.each(REGIONS.slice(0, 2))("answers at the execute-api endpoint of %s, which its URL names", (region) => {
    const stack = stackOf(stacks, `region-${region}`);
    stack.one("aws_api_gateway_rest_api", { disable_execute_api_endpoint: false });
    expect(stack.output("url")).toBe(stack.ref("aws_api_gateway_stage", undefined, "invoke_url"));
  });

  it("has a dashboard without a health row, and no replication alarms, because no checkers cause heartbeats", () => {
    const routing = stackOf(stacks, "routing");
    expect(routing.resources.map(({ type }) => type)).toEqual(["aws_cloudwatch_dashboard"]);
    expect(routing.one("aws_cloudwatch_dashboard").dashboard_body).not.toContain("HealthCheckStatus");
    expect(Object.keys(routing.json.output ?? {})).toEqual([]);
  });

  it("keeps the provider of the health checks, so that a domain can be removed after a deployment", () => {
    expect(stackOf(stacks, "routing").provider("aws", "us-east-1").region).toBe("us-east-1");
  });

  it("can have a removed region", () => {
    const [first, second, third] = activeActiveInput(REGIONS).regions;
    const regions = [first, second].flatMap((region) => region ?? []);
    const removed = { ...third, name: "eu-central-1", state: "removed" as const, deletionProtection: false };
    const three = activeActiveStacks(
      activeActive({ domain: undefined, regions: [...regions, { zones: [], ...removed }] }),
    );
    expect(stackOf(three, "region-eu-central-1").resources).toEqual([]);
    expect(stackOf(three, "routing").provider("aws", "eu-central-1").region).toBe("eu-central-1");
  });
});
