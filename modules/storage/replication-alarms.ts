import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct } from "constructs";
import { MetricAlarm } from "../monitoring/metric-alarm";
import { ensure } from "../shared/errors";
import { replicationLatency } from "./table-metrics";

export interface ReplicationAlarmsProps {
  /** Prefix of the alarms' names, e.g. `project-x-prod-items`. */
  readonly name: string;
  readonly tableName: string;
  /** Each region with a provider and a topic of its own: the metric of a pair is published where the writes are made. */
  readonly regions: ReadonlyArray<{
    readonly region: string;
    readonly topicArn: string;
    readonly provider: AwsProvider;
  }>;
}

/** AWS: under a second as a rule. Above five for five minutes a failover loses what users see as saved. */
const THRESHOLD_MS = 5_000;
const MINUTES = 5;

/** An alarm for each ordered pair of a global table's regions: what is written in one takes long to reach the other. */
export class ReplicationAlarms extends Construct {
  constructor(scope: Construct, id: string, { name, tableName, regions }: ReplicationAlarmsProps) {
    super(scope, id);
    for (const { region, topicArn, provider } of regions) {
      ensure(provider.region === region, "provider", `be of ${region}`, provider.region);
      for (const { region: receiving } of regions.filter((other) => other.region !== region)) {
        const pair = `${region}-to-${receiving}`;
        new MetricAlarm(this, pair, {
          name: `${name}-${pair}`,
          description: `Writes of ${region} take more than ${THRESHOLD_MS / 1000} s to ${receiving}. Until it ends, a failover shows old items.`,
          value: replicationLatency(tableName, receiving),
          comparison: "above",
          threshold: THRESHOLD_MS,
          evaluationPeriods: MINUTES,
          // Without writes there is nothing to replicate.
          missingData: "notBreaching",
          topicArn,
          provider,
        });
      }
    }
  }
}
