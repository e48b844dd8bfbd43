import { Construct } from "constructs";
import { apiMetrics } from "../../modules/api/metrics";
import { functionMetrics } from "../../modules/functions/metrics";
import { MetricAlarm, type MetricAlarmProps } from "../../modules/monitoring/metric-alarm";
import { tableMetrics } from "../../modules/storage/table-metrics";

export interface BackendAlarmsProps {
  /** Prefix of the alarms' names, e.g. `project-x-prod-items-eu-west-1`. */
  readonly name: string;
  readonly topicArn: string;
  readonly api: { readonly name: string; readonly stage: string };
  /** Functions by what they do, with the longest time that the slowest hundredth may take, in milliseconds. */
  readonly functions: Readonly<Record<string, { readonly name: string; readonly p99Ms: number }>>;
  readonly tableName: string;
  /** Share of requests answered with 5xx, percent. @default 5 */
  readonly errorPercent?: number;
}

/** What goes wrong in one region of a backend of API, functions and table. */
export class BackendAlarms extends Construct {
  private readonly props: BackendAlarmsProps;

  constructor(scope: Construct, id: string, props: BackendAlarmsProps) {
    super(scope, id);
    this.props = props;
    this.watchApi();
    for (const [key, { name, p99Ms }] of Object.entries(props.functions)) {
      this.watchFunction(key, name, p99Ms);
    }
    this.watchTable();
  }

  private watchApi(): void {
    const { api, errorPercent = 5 } = this.props;
    this.alarm("server-errors", {
      description: `More than ${errorPercent} % of requests were answered with 5xx. Look at the functions' logs, then at the table.`,
      value: apiMetrics(api.name, api.stage).errorPercent,
      comparison: "above",
      threshold: errorPercent,
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
    });
  }

  private watchFunction(key: string, functionName: string, p99Ms: number): void {
    const metrics = functionMetrics(functionName);
    this.alarm(`${key}-errors`, {
      description: `The function ${key} failed without an answer: it crashed or ran out of time. Look at its log.`,
      value: metrics.errors,
      comparison: "at least",
      threshold: 1,
      evaluationPeriods: 5,
      datapointsToAlarm: 2,
    });
    this.alarm(`${key}-throttles`, {
      description: `The function ${key} uses all the executions reserved for it. Raise them, or look for who calls so often.`,
      value: metrics.throttles,
      comparison: "at least",
      threshold: 1,
      evaluationPeriods: 5,
      datapointsToAlarm: 2,
    });
    this.alarm(`${key}-p99`, {
      description: `One call of ${key} in a hundred takes longer than ${p99Ms} ms. Look at the traces: is it the table?`,
      value: metrics.durationP99,
      comparison: "above",
      threshold: p99Ms,
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
    });
  }

  private watchTable(): void {
    const metrics = tableMetrics(this.props.tableName);
    this.alarm("table-throttles", {
      description: "DynamoDB refuses requests for load: one item is used too much, or the account's quota is reached.",
      value: metrics.throttles,
      comparison: "at least",
      threshold: 1,
      evaluationPeriods: 5,
      datapointsToAlarm: 2,
    });
    this.alarm("system-errors", {
      description: "DynamoDB fails requests for reasons of its own. Look at the AWS Health Dashboard of the region.",
      value: metrics.systemErrors,
      comparison: "at least",
      threshold: 1,
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
    });
  }

  private alarm(id: string, alarm: Omit<MetricAlarmProps, "name" | "topicArn" | "missingData">): void {
    const { name, topicArn } = this.props;
    // Nothing here is counted while nobody asks; that nobody can is what the health checks notice.
    new MetricAlarm(this, id, { ...alarm, name: `${name}-${id}`, topicArn, missingData: "notBreaching" });
  }
}
