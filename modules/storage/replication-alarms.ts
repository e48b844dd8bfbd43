import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct } from "constructs";
import { MetricAlarm } from "../monitoring/metric-alarm";
import { ensure } from "../shared/errors";
import { slowestReplication } from "./table-metrics";

export interface ReplicationAlarmsProps {
  /** Prefix of the alarms' names, e.g. `project-x-prod-items`. */
  readonly name: string;
  /** Name of the table. */
  readonly tableName: string;
  /** Every Region with a replica. DynamoDB publishes the metric in the Region of the write. */
  readonly regions: readonly ReplicationRegion[];
}

interface ReplicationRegion {
  /** Name of the Region. */
  readonly region: string;
  /** ARN of a topic in this Region. */
  readonly topicArn: string;
  /** A provider of this Region. */
  readonly provider: AwsProvider;
}

/**
 * AWS states that replication usually takes less than a second. If it takes more than five seconds for five minutes, a failover
 * loses acknowledged writes.
 */
const THRESHOLD_MS = 5_000;
const MINUTES = 5;

/**
 * An alarm for each Region of a global table: the Region's writes take too long to reach one of the other Regions.
 *
 * The alarm evaluates a Metrics Insights query. Metric math takes at most 10 metrics, which is one tenth of an alarm for each
 * pair of regions; a query has no such limit and includes replicas that are added later. CloudWatch allows 200 alarms on queries
 * in an account and region, and bills each metric that a query analyzes like an alarm on it.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-limits.html
 */
export class ReplicationAlarms extends Construct {
  constructor(scope: Construct, id: string, { name, tableName, regions }: ReplicationAlarmsProps) {
    super(scope, id);
    for (const { region, topicArn, provider } of regions) {
      ensure(provider.region === region, "provider", `be of ${region}`, provider.region);
      new MetricAlarm(this, region, {
        name: `${name}-${region}-replication`,
        description:
          `Writes of ${region} take more than ${THRESHOLD_MS / 1000} s to another region. ` +
          "The dashboard names the slowest regions. Until the alarm ends, a failover shows old items.",
        value: slowestReplication(tableName),
        comparison: "above",
        threshold: THRESHOLD_MS,
        evaluationPeriods: MINUTES,
        // Without writes there is nothing to replicate. The query returns a value while any replica has one.
        missingData: "notBreaching",
        topicArn,
        provider,
      });
    }
  }
}
