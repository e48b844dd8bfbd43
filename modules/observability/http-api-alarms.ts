import { Construct } from "constructs";
import type { Metric } from "./metric";
import { MetricAlarm } from "./metric-alarm";

export interface HttpApiAlarmsProps {
  /** Prefix of the alarms' names, e.g. `project-x-prod-aurora-api`. */
  readonly name: string;
  readonly apiId: string;
  readonly topicArn: string;
}

/** Percent of requests, of ten a minute at least: one failed request of two is no outage. */
const ERROR_PERCENT = 5;
const FEWEST_REQUESTS = 10;
/** Milliseconds. */
const LATENCY = 3000;

/** The alarms of an HTTP API. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html */
export class HttpApiAlarms extends Construct {
  constructor(scope: Construct, id: string, { name, apiId, topicArn }: HttpApiAlarmsProps) {
    super(scope, id);
    const metric = (metricName: string, statistic: Metric["statistic"]): Metric => ({
      namespace: "AWS/ApiGateway",
      name: metricName,
      dimensions: { ApiId: apiId },
      statistic,
    });
    new MetricAlarm(this, "errors", {
      name: `${name}-errors`,
      description: `More than ${ERROR_PERCENT} % of the requests fail. The function's log says why; 503 is the database.`,
      value: {
        label: "Requests answered with 5xx, percent",
        expression: `IF(requests>=${FEWEST_REQUESTS},100*FILL(errors,0)/requests,0)`,
        metrics: { requests: metric("Count", "Sum"), errors: metric("5xx", "Sum") },
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
