import { CloudWatchClient, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { clientSettings } from "../shared/client-settings";
import type { MetricSwitch } from "./evacuation-plan";

/** Publishes one data point of the evacuation metric: 1 evacuates, 0 returns. The request goes to the host region only. */
export async function publishEvacuation(target: MetricSwitch, evacuated: boolean): Promise<void> {
  const client = new CloudWatchClient({ region: target.hostRegion, ...clientSettings() });
  await client.send(
    new PutMetricDataCommand({
      Namespace: target.namespace,
      MetricData: [
        {
          MetricName: target.metricName,
          Dimensions: Object.entries(target.dimensions).map(([Name, Value]) => ({ Name, Value })),
          Value: evacuated ? 1 : 0,
        },
      ],
    }),
  );
}

/** The same data point as a command of the AWS CLI. */
export function publishCommand(target: MetricSwitch, evacuated: boolean): string {
  const dimensions = Object.entries(target.dimensions).map(([name, value]) => `${name}=${value}`);
  return [
    `aws cloudwatch put-metric-data --region ${target.hostRegion} --namespace ${target.namespace}`,
    `--metric-name ${target.metricName} --dimensions ${dimensions.join(",")} --value ${evacuated ? 1 : 0}`,
  ].join(" ");
}
