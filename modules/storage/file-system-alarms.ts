import { Construct } from "constructs";
import { MetricAlarm } from "../monitoring/metric-alarm";
import { fileSystemMetrics } from "./file-system-metrics";

export interface FileSystemAlarmsProps {
  /** Prefix of the alarms' names, e.g. `project-x-prod-efs`. */
  readonly name: string;
  /** ID of the file system. */
  readonly fileSystemId: string;
  /** ARN of the topic that the alarm notifies. */
  readonly topicArn: string;
}

const THROUGHPUT_PERCENT = 80;

/**
 * The alarm of a file system with elastic throughput. Elastic throughput has no burst credits and no provisioned amount, so
 * the only limit is the quota of the account in the region.
 */
export class FileSystemAlarms extends Construct {
  readonly throughput: MetricAlarm;

  constructor(scope: Construct, id: string, props: FileSystemAlarmsProps) {
    super(scope, id);
    const { name, fileSystemId, topicArn } = props;
    this.throughput = new MetricAlarm(this, "throughput", {
      name: `${name}-throughput`,
      description: `The file system uses more than ${THROUGHPUT_PERCENT} % of its permitted throughput. Find the client that causes it, or request a higher quota.`,
      value: fileSystemMetrics(fileSystemId).throughputPercent,
      comparison: "above",
      threshold: THROUGHPUT_PERCENT,
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
      // An unused file system publishes no data.
      missingData: "notBreaching",
      topicArn,
    });
  }
}
