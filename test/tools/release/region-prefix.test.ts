import { LIVE } from "../../../stacks/active-active/items-functions";
import { regionPrefix } from "../../../tools/release/region-prefix";
import { activeActive, activeActiveStacks, stackOf } from "../../helpers/active-active";

describe("regionPrefix", () => {
  const environment = activeActive({}, ["eu-west-1", "us-east-1"]);
  const stacks = activeActiveStacks(environment);
  const region = stackOf(stacks, "region-eu-west-1");
  const prefix = regionPrefix(environment, "eu-west-1");

  it("is the start of the names of all functions and alarms of the region's stack", () => {
    const functions = region.all("aws_lambda_function", {}).map((it) => it.function_name);
    const alarms = region.all("aws_cloudwatch_metric_alarm", {}).map((it) => it.alarm_name);
    expect([...functions, ...alarms].filter((name) => !name.startsWith(prefix))).toEqual([]);
    expect(functions).toContain(`${prefix}health`);
  });

  it("is the start of the name of the alarm on the region's health check", () => {
    stackOf(stacks, "routing").one("aws_cloudwatch_metric_alarm", { alarm_name: `${prefix}unhealthy` });
  });

  it("belongs to functions with the alias that the tool moves", () => {
    expect(region.all("aws_lambda_alias", {}).map(({ name }) => name)).toEqual(["live", "live", "live"]);
    expect(LIVE).toBe("live");
  });
});
