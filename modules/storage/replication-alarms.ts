import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct } from "constructs";
import type { Metric } from "../monitoring/metric";
import { MetricAlarm } from "../monitoring/metric-alarm";
import { ensure } from "../shared/errors";

export interface ReplicationAlarmsProps {
  /** Prefix of the alarms' names, e.g. `project-x-prod-items`. */
  readonly name: string;
  /** Every Region with a replica. A single Region gets no alarm, because it has no data of others. */
  readonly regions: readonly ReplicationRegion[];
  /**
   * Highest age of a heartbeat, in milliseconds: the longest interval between two heartbeats of a Region and the longest accepted
   * delay of replication. @default 20000
   */
  readonly thresholdMs?: number | undefined;
}

interface ReplicationRegion {
  /** Name of the Region. */
  readonly region: string;
  /**
   * Age, in milliseconds, of the oldest heartbeat: the item that another Region writes again and again, as the replica in this Region
   * has it. The metric is in this Region.
   */
  readonly oldestHeartbeatAge: Metric;
  /** ARN of a topic in this Region. */
  readonly topicArn: string;
  /** A provider of this Region. */
  readonly provider: AwsProvider;
}

/** The time after which the alarm starts. Shorter delays of replication end without an action. */
const MINUTES = 5;

/**
 * An alarm for each Region of a global table: the Region does not get the writes of another Region.
 *
 * DynamoDB's own metric, ReplicationLatency, has no value when replication has stopped, and none without writes. The age of a heartbeat
 * rises in both cases. The alarm also starts when nothing measures the age. Each Region has one alarm on the worst of the other
 * Regions, so that their number grows linearly.
 */
export class ReplicationAlarms extends Construct {
  constructor(scope: Construct, id: string, { name, regions, thresholdMs = 20_000 }: ReplicationAlarmsProps) {
    super(scope, id);
    const watched = regions.length > 1 ? regions : [];
    for (const { region, oldestHeartbeatAge, topicArn, provider } of watched) {
      ensure(provider.region === region, "provider", `be of ${region}`, provider.region);
      new MetricAlarm(this, region, {
        name: `${name}-${region}-replication`,
        description:
          `${region} has no data of another region that is newer than ${thresholdMs / 1000} s, or nothing measures it. ` +
          "The dashboard shows the regions with the oldest data. Until the alarm ends, a failover shows old items.",
        value: oldestHeartbeatAge,
        comparison: "above",
        threshold: thresholdMs,
        evaluationPeriods: MINUTES,
        // The region's health checks cause the measurement every few seconds.
        missingData: "breaching",
        topicArn,
        provider,
      });
    }
  }
}
