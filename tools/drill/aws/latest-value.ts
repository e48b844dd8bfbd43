import { CloudWatchClient, GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { clientSettings } from "../../shared/client-settings";

/** A metric of one region. */
interface MetricName {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/**
 * The latest value of a metric, with a period of one minute.
 *
 * @param minutes how old the value can be
 * @returns the maximum of the latest minute with data, or undefined without data
 */
export async function latestValue(
  region: string,
  { namespace, name, dimensions }: MetricName,
  minutes: number,
): Promise<number | undefined> {
  const now = Date.now();
  const client = new CloudWatchClient({ region, ...clientSettings() });
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
            Stat: "Maximum",
          },
        },
      ],
    }),
  );
  return MetricDataResults?.[0]?.Values?.[0];
}
