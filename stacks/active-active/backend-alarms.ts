import { Construct } from "constructs";
import { restApiMetrics } from "../../modules/api/metrics";
import { functionMetrics } from "../../modules/functions/metrics";
import { MetricAlarm, type MetricAlarmProps } from "../../modules/monitoring/metric-alarm";
import { tableMetrics } from "../../modules/storage/table-metrics";

export interface BackendAlarmsProps {
  /** Prefix of the alarms' names, e.g. `project-x-prod-items-eu-west-1`. */
  readonly name: string;
  /** ARN of the topic that the alarms notify, in the same region. */
  readonly topicArn: string;
  /** Name and stage of the API, as text. */
  readonly api: { readonly name: string; readonly stage: string };
  /** The functions by purpose. `p99Ms`: highest 99th percentile of the duration, in milliseconds. */
  readonly functions: Readonly<Record<string, { readonly name: string; readonly p99Ms: number }>>;
  /** Name of the table. */
  readonly tableName: string;
  /** Percent of the requests that may get a 5xx status. @default 5 */
  readonly errorPercent?: number | undefined;
}

/** Alarms on the API, the functions and the table of one region. */
export class BackendAlarms extends Construct {
  /** Too many requests get a 5xx status. */
  readonly serverErrors: MetricAlarm;
  /** DynamoDB fails requests with errors of its own. */
  readonly systemErrors: MetricAlarm;

  private readonly props: BackendAlarmsProps;

  constructor(scope: Construct, id: string, props: BackendAlarmsProps) {
    super(scope, id);
    this.props = props;
    this.serverErrors = this.watchApi();
    for (const [key, { name, p99Ms }] of Object.entries(props.functions)) {
      this.watchFunction(key, name, p99Ms);
    }
    this.systemErrors = this.watchTable();
  }

  private watchApi(): MetricAlarm {
    const { api, errorPercent = 5 } = this.props;
    return this.alarm("server-errors", {
      description: `More than ${errorPercent} % of the requests get a 5xx status. Look at the functions' logs, then at the table.`,
      value: restApiMetrics(api.name, api.stage).errorPercent,
      comparison: "above",
      threshold: errorPercent,
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
    });
  }

  private watchFunction(key: string, functionName: string, p99Ms: number): void {
    const metrics = functionMetrics(functionName);
    this.alarm(`${key}-errors`, {
      description: `The function ${key} crashed or exceeded its timeout. Look at its log.`,
      value: metrics.errors,
      threshold: 1,
      evaluationPeriods: 5,
      datapointsToAlarm: 2,
    });
    this.alarm(`${key}-throttles`, {
      description: `The function ${key} uses its whole reserved concurrency. Look for a client with too many requests, or increase it.`,
      value: metrics.throttles,
      threshold: 1,
      evaluationPeriods: 5,
      datapointsToAlarm: 2,
    });
    this.alarm(`${key}-p99`, {
      description: `The 99th percentile of the duration of ${key} is above ${p99Ms} ms. Look at the traces, first at the calls of DynamoDB.`,
      value: metrics.durationP99,
      comparison: "above",
      threshold: p99Ms,
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
    });
  }

  private watchTable(): MetricAlarm {
    const metrics = tableMetrics(this.props.tableName);
    this.alarm("table-throttles", {
      description: "DynamoDB throttles requests. One item gets too many requests, or the account's quota is reached.",
      value: metrics.throttles,
      threshold: 1,
      evaluationPeriods: 5,
      datapointsToAlarm: 2,
    });
    return this.alarm("system-errors", {
      description: "DynamoDB has internal errors. Look at the AWS Health Dashboard of the region.",
      value: metrics.systemErrors,
      threshold: 1,
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
    });
  }

  private alarm(id: string, alarm: Omit<MetricAlarmProps, "name" | "topicArn" | "missingData">): MetricAlarm {
    const { name, topicArn } = this.props;
    // Without requests there is no data. If no request can reach the region, its health check fails.
    return new MetricAlarm(this, id, { ...alarm, name: `${name}-${id}`, topicArn, missingData: "notBreaching" });
  }
}
