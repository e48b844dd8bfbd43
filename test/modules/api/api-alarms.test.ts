import { ApiAlarms } from "../../../modules/api/api-alarms";
import type { WatchedApi } from "../../../modules/api/metrics";
import { Template } from "../../helpers/template";

const alarms = (api: WatchedApi) =>
  Template.of((scope) => {
    new ApiAlarms(scope, "alarms", { name: "p-api", api, topicArn: "topic" });
  });

describe("ApiAlarms", () => {
  it.each<[WatchedApi, object, string]>([
    [{ type: "http", apiId: "abc" }, { ApiId: "abc" }, "5xx"],
    [{ type: "rest", name: "p-api", stage: "v1" }, { ApiName: "p-api", Stage: "v1" }, "5XXError"],
  ])("evaluates errors and latency of %j by its metrics' dimensions", (api, dimensions, errors) => {
    const template = alarms(api);
    const { metric_query } = template.one("aws_cloudwatch_metric_alarm", { alarm_name: "p-api-errors" });
    expect(metric_query).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ metric: expect.objectContaining({ metric_name: errors, dimensions }) }),
        expect.objectContaining({ metric: expect.objectContaining({ metric_name: "Count", dimensions }) }),
      ]),
    );
    template.one("aws_cloudwatch_metric_alarm", {
      alarm_name: "p-api-latency",
      metric_name: "Latency",
      extended_statistic: "p99",
      dimensions,
    });
  });

  it("stands alone: required props only", () => {
    alarms({ type: "http", apiId: "abc" }).count("aws_cloudwatch_metric_alarm", 2);
  });

  it("does not alarm without requests, and notifies when the alarm ends", () => {
    alarms({ type: "http", apiId: "abc" }).all("aws_cloudwatch_metric_alarm", {
      treat_missing_data: "notBreaching",
      alarm_actions: ["topic"],
      ok_actions: ["topic"],
    });
  });
});
