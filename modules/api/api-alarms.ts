import { Construct } from "constructs";
import { MetricAlarm } from "../monitoring/metric-alarm";
import { apiMetrics, type WatchedApi } from "./metrics";

export interface ApiAlarmsProps {
  /** Prefix of the alarms' names, e.g. `project-x-prod-aurora-api`. */
  readonly name: string;
  /** The API. */
  readonly api: WatchedApi;
  /** ARN of the topic that the alarms notify, in the API's Region. */
  readonly topicArn: string;
}

/** Percent of the requests in a minute. */
const ERROR_PERCENT = 5;
/** Milliseconds. */
const LATENCY_MS = 3000;

/** Alarms on the errors and the latency of an API. */
export class ApiAlarms extends Construct {
  /** More than 5 % of the requests get a 5xx status, in 3 of 5 minutes. */
  readonly errors: MetricAlarm;
  /** The 99th percentile of the latency is above 3 s for 5 minutes. */
  readonly latency: MetricAlarm;

  constructor(scope: Construct, id: string, { name, api, topicArn }: ApiAlarmsProps) {
    super(scope, id);
    const metrics = apiMetrics(api);
    this.errors = new MetricAlarm(this, "errors", {
      name: `${name}-errors`,
      description: `More than ${ERROR_PERCENT} % of the requests fail. Look at the function's log. A 503 means that the database does not answer.`,
      value: metrics.errorPercent,
      comparison: "above",
      threshold: ERROR_PERCENT,
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
      // There were no requests.
      missingData: "notBreaching",
      topicArn,
    });
    this.latency = new MetricAlarm(this, "latency", {
      name: `${name}-latency`,
      description: `The 99th percentile of the latency is above ${LATENCY_MS} ms. Look at the proxy's borrow latency.`,
      value: metrics.latencyP99,
      comparison: "above",
      threshold: LATENCY_MS,
      evaluationPeriods: 5,
      missingData: "notBreaching",
      topicArn,
    });
  }
}
