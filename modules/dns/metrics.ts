import type { Metric } from "../monitoring/metric";

/**
 * 1 while a Route 53 health check is healthy, otherwise 0. The metric is in us-east-1 for endpoints of every Region (Route 53
 * developer guide, "Monitoring health checks").
 */
export function checkStatus(healthCheckId: string): Metric {
  return {
    namespace: "AWS/Route53",
    name: "HealthCheckStatus",
    dimensions: { HealthCheckId: healthCheckId },
    statistic: "Minimum",
  };
}

/**
 * 1 evacuates a Region of a backend, 0 returns it. An operator publishes it, with `npm run evacuate`. Route 53 supports neither
 * high-resolution metrics nor percentiles (API reference, AlarmIdentifier). The maximum: within one minute, an evacuation has
 * priority.
 *
 * @param backend name of the backend, unique in the account, e.g. `project-x-prod-items`
 */
export function evacuationMetric(backend: string, region: string): Metric {
  return {
    namespace: "Tierra/Evacuation",
    name: "Evacuated",
    dimensions: { Backend: backend, Region: region },
    statistic: "Maximum",
    periodSeconds: 60,
  };
}
