import { FEWEST_REQUESTS, type Metric, type MetricExpression } from "../monitoring/metric";

/** Which load balancer and target group a metric is about, by the ends of their ARNs. */
export interface WebTarget {
  /** `app/<name>/<id>` */
  readonly loadBalancerArnSuffix: string;
  /** `targetgroup/<name>/<id>` */
  readonly targetGroupArnSuffix: string;
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html */
export function webMetrics({ loadBalancerArnSuffix, targetGroupArnSuffix }: WebTarget) {
  const metric = (name: string, statistic: Metric["statistic"], ofTarget = true): Metric => ({
    namespace: "AWS/ApplicationELB",
    name,
    dimensions: {
      LoadBalancer: loadBalancerArnSuffix,
      ...(ofTarget ? { TargetGroup: targetGroupArnSuffix } : {}),
    },
    statistic,
  });
  const requests = metric("RequestCount", "Sum", false);
  const targetErrors = metric("HTTPCode_Target_5XX_Count", "Sum");
  // What the load balancer answers by itself, e.g. 503 with no healthy host. RequestCount leaves these out.
  const balancerErrors = metric("HTTPCode_ELB_5XX_Count", "Sum", false);
  const errorPercent: MetricExpression = {
    label: "Requests answered with 5xx, percent",
    // Counters of zero are not published: FILL makes them zero again.
    expression:
      `IF(FILL(requests,0)+FILL(balancer,0)>=${FEWEST_REQUESTS},` +
      "100*(FILL(target,0)+FILL(balancer,0))/(FILL(requests,0)+FILL(balancer,0)),0)",
    metrics: { requests, target: targetErrors, balancer: balancerErrors },
  };
  return {
    requests,
    targetErrors,
    balancerErrors,
    errorPercent,
    latencyP99: metric("TargetResponseTime", "p99"),
    latencyP50: metric("TargetResponseTime", "p50"),
    unhealthyHosts: metric("UnHealthyHostCount", "Maximum"),
    healthyHosts: metric("HealthyHostCount", "Minimum"),
  };
}
