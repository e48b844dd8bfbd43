import type { Metric } from "../monitoring/metric";

/** 1 while a Route 53 check is healthy, else 0. In us-east-1, whatever is checked. Route 53 developer guide, "Monitoring health checks". */
export function checkStatus(healthCheckId: string): Metric {
  return {
    namespace: "AWS/Route53",
    name: "HealthCheckStatus",
    dimensions: { HealthCheckId: healthCheckId },
    statistic: "Minimum",
  };
}
