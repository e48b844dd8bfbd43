/** What one checker reports about an endpoint. */
export interface CheckerReport {
  readonly healthy: boolean;
  /** Consecutive results that differ from `healthy`. */
  readonly against: number;
}

/**
 * Report of a checker without results. Route 53 considers a new check healthy until it has enough data.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
 */
export const NEW_REPORT: CheckerReport = { healthy: true, against: 0 };

/**
 * The report after one more result. It changes after `threshold` consecutive results of the other kind, in both directions.
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html
 */
export function nextReport(report: CheckerReport, success: boolean, threshold: number): CheckerReport {
  if (success === report.healthy) {
    return { healthy: report.healthy, against: 0 };
  }
  const against = report.against + 1;
  return against >= threshold ? { healthy: success, against: 0 } : { healthy: report.healthy, against };
}

/** An endpoint is healthy if more than this percentage of the checkers report so. AWS may change the value. */
const HEALTHY_PERCENT = 18;

/**
 * Whether Route 53 considers an endpoint healthy, from the reports of all checkers. Without reports, the check is new.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
 */
export function isEndpointHealthy(reports: readonly boolean[]): boolean {
  const healthy = reports.filter(Boolean).length;
  // In whole numbers: 18 of 100 checkers are not more than 18 %.
  return reports.length === 0 || healthy * 100 > reports.length * HEALTHY_PERCENT;
}
