import { Construct } from "constructs";
import { methodMetrics, type WatchedMethod } from "../../modules/api/metrics";
import { functionMetrics } from "../../modules/functions/metrics";
import type { Metric } from "../../modules/monitoring/metric";
import { MetricAlarm, type MetricAlarmProps } from "../../modules/monitoring/metric-alarm";
import { tableMetrics } from "../../modules/storage/table-metrics";
import type { WatchedFunction } from "./watched-functions";

export interface BackendAlarmsProps {
  /** Prefix of the alarms' names, e.g. `project-x-prod-items-eu-west-1`. */
  readonly name: string;
  /** ARN of the topic that the alarms notify, in the same region. */
  readonly topicArn: string;
  /** The methods of the API by purpose, without the one of health checks, whose answers would hide the errors of the others. */
  readonly methods: Readonly<Record<string, WatchedMethod>>;
  /** The functions by purpose. */
  readonly functions: Readonly<Record<string, WatchedFunction>>;
  /** Name of the table. */
  readonly tableName: string;
  /** Failed downloads of the keys that verify tokens. @default no alarm */
  readonly keyDownloadFailures?: Metric | undefined;
  /** Percent of a method's requests that may get a 5xx status. @default 5 */
  readonly errorPercent?: number | undefined;
}

/** Alarms on the API, the functions and the table of one region. */
export class BackendAlarms extends Construct {
  /** Alarms on what users see: a method answers too many requests with 5xx, or DynamoDB fails requests with errors of its own. */
  readonly paging: readonly MetricAlarm[];

  private readonly props: BackendAlarmsProps;

  constructor(scope: Construct, id: string, props: BackendAlarmsProps) {
    super(scope, id);
    this.props = props;
    const serverErrors = Object.entries(props.methods).map(([key, method]) => this.watchMethod(key, method));
    for (const [key, fn] of Object.entries(props.functions)) {
      this.watchFunction(key, fn);
    }
    if (props.keyDownloadFailures) {
      this.watchKeys(props.keyDownloadFailures);
    }
    this.paging = [...serverErrors, this.watchTable()];
  }

  private watchMethod(key: string, method: WatchedMethod): MetricAlarm {
    const { errorPercent = 5 } = this.props;
    return this.alarm(`${key}-server-errors`, {
      description:
        `More than ${errorPercent} % of the requests ${method.method} ${method.path} get a 5xx status. ` +
        "Look at the functions' logs, then at the table.",
      value: methodMetrics(method).errorPercent,
      comparison: "above",
      threshold: errorPercent,
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
    });
  }

  private watchFunction(key: string, { name, p99Ms, errors }: WatchedFunction): void {
    const metrics = functionMetrics(name);
    this.alarm(`${key}-errors`, {
      description: `The function ${key} crashed or exceeded its timeout. Look at its log.`,
      value: errors ?? metrics.errors,
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
      description: `The 99th percentile of the duration of ${key} is above ${p99Ms} ms. Look at the traces, first at calls of other services.`,
      value: metrics.durationP99,
      comparison: "above",
      threshold: p99Ms,
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
    });
  }

  /** Starts while cached keys are still usable, up to an hour before requests fail. */
  private watchKeys(value: Metric): void {
    this.alarm("issuer-keys", {
      description: "The authorizer cannot download the keys of an issuer. Its log names the URL and the reason.",
      value,
      threshold: 1,
      evaluationPeriods: 5,
      datapointsToAlarm: 2,
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
