import { Construct } from "constructs";
import { MetricAlarm } from "../monitoring/metric-alarm";
import { fileSystemMetrics } from "./file-system-metrics";

export interface FileSystemAlarmsProps {
  /** Prefix of the alarms' names, e.g. `project-x-prod-efs`. */
  readonly name: string;
  readonly fileSystemId: string;
  readonly topicArn: string;
}

const THROUGHPUT_PERCENT = 80;

/**
 * The alarm of a file system with elastic throughput, which has neither burst credits nor an amount to provision: it can only
 * reach the quota of its region.
 */
export class FileSystemAlarms extends Construct {
  readonly throughput: MetricAlarm;

  constructor(scope: Construct, id: string, props: FileSystemAlarmsProps) {
    super(scope, id);
    const { name, fileSystemId, topicArn } = props;
    this.throughput = new MetricAlarm(this, "throughput", {
      name: `${name}-throughput`,
      description: `The file system carries more than ${THROUGHPUT_PERCENT} % of what it may. Find who writes, or ask for a higher quota.`,
      value: fileSystemMetrics(fileSystemId).throughputPercent,
      comparison: "above",
      threshold: THROUGHPUT_PERCENT,
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
      // A file system that nobody uses publishes nothing.
      missingData: "notBreaching",
      topicArn,
    });
  }
}
