import { Construct } from "constructs";
import type { Metric } from "../monitoring/metric";
import { MetricAlarm } from "../monitoring/metric-alarm";

/** What metrics tell an API by. */
export type WatchedApi =
  | { readonly type: "http"; readonly apiId: string }
  | { readonly type: "rest"; readonly name: string; readonly stage: string };

export interface ApiAlarmsProps {
  /** Prefix of the alarms' names, e.g. `project-x-prod-aurora-api`. */
  readonly name: string;
  readonly api: WatchedApi;
  readonly topicArn: string;
}

/** Percent of requests, of ten a minute at least: one failed request of two is no outage. */
const ERROR_PERCENT = 5;
const FEWEST_REQUESTS = 10;
/** Milliseconds. */
const LATENCY = 3000;

/**
 * The alarms of an API in front of a database.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html,
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
 */
export class ApiAlarms extends Construct {
  /** Too many requests fail. */
  readonly errors: MetricAlarm;

  constructor(scope: Construct, id: string, { name, api, topicArn }: ApiAlarmsProps) {
    super(scope, id);
    const metric = (metricName: string, statistic: Metric["statistic"]): Metric => ({
      namespace: "AWS/ApiGateway",
      name: metricName,
      dimensions: api.type === "http" ? { ApiId: api.apiId } : { ApiName: api.name, Stage: api.stage },
      statistic,
    });
    this.errors = new MetricAlarm(this, "errors", {
      name: `${name}-errors`,
      description: `More than ${ERROR_PERCENT} % of the requests fail. The function's log says why; 503 is the database.`,
      value: {
        label: "Requests answered with 5xx, percent",
        expression: `IF(requests>=${FEWEST_REQUESTS},100*FILL(errors,0)/requests,0)`,
        metrics: {
          requests: metric("Count", "Sum"),
          errors: metric(api.type === "http" ? "5xx" : "5XXError", "Sum"),
        },
      },
      comparison: "above",
      threshold: ERROR_PERCENT,
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
      // Nobody called.
      missingData: "notBreaching",
      topicArn,
    });
    new MetricAlarm(this, "latency", {
      name: `${name}-latency`,
      description: `The slowest hundredth of the requests takes more than ${LATENCY} ms. Look at the proxy's borrow latency.`,
      value: metric("Latency", "p99"),
      comparison: "above",
      threshold: LATENCY,
      evaluationPeriods: 5,
      missingData: "notBreaching",
      topicArn,
    });
  }
}
