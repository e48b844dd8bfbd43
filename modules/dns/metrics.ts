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
