import { list, type Param, text, texts } from "../../protocol/params";
import { resultReply } from "../../protocol/reply";
import type { Call, Feature } from "../feature";
import { hasCheck } from "../route53/check-store";
import { isHealthy } from "../route53/health";
import { addSamples, alarmSettingsOf, settingsIn } from "./metric-store";

/**
 * The data streams of metric alarms, for health checks that follow an alarm, and the metric of the health checks themselves. moto
 * gets all requests too, and answers everything else. Alarms keep the state INSUFFICIENT_DATA.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-health-checks.html
 */
export const healthCheckMetrics: Feature = {
  service: "monitoring",
  actions: {
    PutMetricAlarm: async (call) => {
      const reply = await call.next();
      const settings = settingsIn(call.request.params);
      if (reply.status < 300 && settings) {
        alarmSettingsOf(call.state, call.request).set(text(call.request.params, "AlarmName") ?? "", settings);
      }
      return reply;
    },
    DeleteAlarms: (call) => {
      for (const name of texts(call.request.params, "AlarmNames")) {
        alarmSettingsOf(call.state, call.request).delete(name);
      }
      return call.next();
    },
    PutMetricData: async (call) => {
      const reply = await call.next();
      if (reply.status < 300) {
        addSamples(call.state, call.request, call.request.params);
      }
      return reply;
    },
    GetMetricData: (call) => {
      const queries = list(call.request.params, "MetricDataQueries");
      return queries.length > 0 && queries.every(isCheckStatus)
        ? resultReply(call.request, { MetricDataResults: queries.map((query) => result(query, call)), Messages: [] })
        : call.next();
    },
  },
};

function isCheckStatus(query: Param): boolean {
  const metric = (name: string) => text(query, "MetricStat", "Metric", name);
  return metric("Namespace") === "AWS/Route53" && metric("MetricName") === "HealthCheckStatus";
}

/** One value, of the present minute. Other regions than us-east-1 have no such metric. */
function result(query: Param, { request, state }: Call) {
  const [dimension] = list(query, "MetricStat", "Metric", "Dimensions");
  const id = text(dimension, "Value") ?? "";
  const exists = request.region === "us-east-1" && hasCheck(state, request, id);
  return {
    Id: text(query, "Id"),
    Label: "HealthCheckStatus",
    StatusCode: "Complete",
    Timestamps: exists ? [new Date(Math.floor(Date.now() / 60_000) * 60_000)] : [],
    Values: exists ? [isHealthy(state, request, id) ? 1 : 0] : [],
  };
}
