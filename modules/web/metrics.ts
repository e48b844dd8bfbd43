import { FEWEST_REQUESTS, type Metric, type MetricExpression } from "../monitoring/metric";

/** A load balancer with its target group. `ApplicationLoadBalancer` is one. */
export interface MeasuredLoadBalancer {
  /** `app/<name>/<id>`, the end of the load balancer's ARN. */
  readonly arnSuffix: string;
  /** The target group, with the end of its ARN: `targetgroup/<name>/<id>`. */
  readonly targetGroup: { readonly arnSuffix: string };
}

/**
 * Metrics of a load balancer and its target group.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 */
export function loadBalancerMetrics({ arnSuffix, targetGroup }: MeasuredLoadBalancer) {
  const metric = (name: string, statistic: Metric["statistic"], ofTarget = true): Metric => ({
    namespace: "AWS/ApplicationELB",
    name,
    dimensions: {
      LoadBalancer: arnSuffix,
      ...(ofTarget ? { TargetGroup: targetGroup.arnSuffix } : {}),
    },
    statistic,
  });
  const requests = metric("RequestCount", "Sum", false);
  const targetErrors = metric("HTTPCode_Target_5XX_Count", "Sum");
  // Responses of the load balancer itself, e.g. 503 when no host is healthy. RequestCount does not include these requests.
  const balancerErrors = metric("HTTPCode_ELB_5XX_Count", "Sum", false);
  const errorPercent: MetricExpression = {
    label: "Requests answered with 5xx, percent",
    // CloudWatch gets no data for a counter of zero. FILL replaces the missing data with zero.
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
