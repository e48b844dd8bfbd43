import { type CloudWatchClient, GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";

export interface MetricQuery {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** How the data points of one minute become its value. */
  readonly statistic: "Maximum" | "Minimum";
  /** How old the value can be. */
  readonly minutes: number;
}

/**
 * The value of the latest minute in which a metric has data.
 *
 * @param client client of the metric's region
 * @returns undefined without data
 */
export async function latestMetricValue(
  client: Pick<CloudWatchClient, "send">,
  { namespace, name, dimensions, statistic, minutes }: MetricQuery,
): Promise<number | undefined> {
  const now = Date.now();
  const { MetricDataResults } = await client.send(
    new GetMetricDataCommand({
      StartTime: new Date(now - minutes * 60_000),
      EndTime: new Date(now + 60_000),
      ScanBy: "TimestampDescending",
      MetricDataQueries: [
        {
          Id: "value",
          MetricStat: {
            Metric: {
              Namespace: namespace,
              MetricName: name,
              Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
            },
            Period: 60,
            Stat: statistic,
          },
        },
      ],
    }),
  );
  return MetricDataResults?.[0]?.Values?.[0];
}
