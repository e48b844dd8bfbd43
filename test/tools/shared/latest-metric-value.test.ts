import type { CloudWatchClient, GetMetricDataCommandInput } from "@aws-sdk/client-cloudwatch";
import { latestMetricValue, type MetricQuery } from "../../../tools/shared/latest-metric-value";

const QUERY: MetricQuery = {
  namespace: "Tierra/Evacuation",
  name: "Drill",
  dimensions: { Backend: "project-x-dev-items", Region: "eu-west-1" },
  statistic: "Minimum",
  minutes: 10,
};
const NOW = Date.parse("2026-11-25T00:00:00Z");

beforeEach(() => void jest.useFakeTimers({ now: NOW }));
afterEach(() => void jest.useRealTimers());

function cloudWatch(Values: readonly number[] | undefined) {
  const inputs: GetMetricDataCommandInput[] = [];
  const send = async ({ input }: { readonly input: GetMetricDataCommandInput }) => {
    inputs.push(input);
    return { MetricDataResults: Values && [{ Values }] };
  };
  return { inputs, client: { send } as unknown as CloudWatchClient };
}

describe("latestMetricValue", () => {
  it.each([
    ["the first value, because the latest comes first", [1, 0], 1],
    ["no value without data", [], undefined],
    ["no value without a result", undefined, undefined],
  ])("gives %s", async (_, values, expected) => {
    expect(await latestMetricValue(cloudWatch(values).client, QUERY)).toBe(expected);
  });

  it("asks for the metric in minutes, the latest first", async () => {
    const { client, inputs } = cloudWatch([]);
    await latestMetricValue(client, QUERY);
    expect(inputs).toEqual([
      {
        StartTime: new Date(NOW - 600_000),
        EndTime: new Date(NOW + 60_000),
        ScanBy: "TimestampDescending",
        MetricDataQueries: [
          {
            Id: "value",
            MetricStat: {
              Metric: {
                Namespace: "Tierra/Evacuation",
                MetricName: "Drill",
                Dimensions: [
                  { Name: "Backend", Value: "project-x-dev-items" },
                  { Name: "Region", Value: "eu-west-1" },
                ],
              },
              Period: 60,
              Stat: "Minimum",
            },
          },
        ],
      },
    ]);
  });
});
