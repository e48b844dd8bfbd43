import { embedded } from "../../../../lambdas/shared/embedded-metric";
import { publishedValues } from "../../../../tools/local-runtime/runtime/published-metrics";

describe("publishedValues", () => {
  it("reads what the functions write", () => {
    const metric = embedded(
      { name: "HeartbeatAge", unit: "Milliseconds", value: 1234, dimensions: { Backend: "a", Region: "eu-west-1" } },
      1,
    );
    expect(publishedValues(JSON.stringify({ level: "INFO", ...metric }))).toEqual([
      {
        namespace: "Tierra/Items",
        metricName: "HeartbeatAge",
        dimensions: { Backend: "a", Region: "eu-west-1" },
        value: 1234,
      },
    ]);
  });

  it.each([
    ["a line without a metric", '{"level":"INFO","message":"hello"}'],
    ["a line that is not JSON", 'an object with "_aws" in it'],
    [
      "a metric without a value",
      '{"_aws":{"CloudWatchMetrics":[{"Namespace":"a","Dimensions":[[]],"Metrics":[{"Name":"b"}]}]}}',
    ],
    ["a description without metrics", '{"_aws":{}}'],
  ])("finds nothing in %s", (_, line) => expect(publishedValues(line)).toEqual([]));
});
