import type { Metric, MetricExpression } from "./metric";

/** Which load balancer and target group a metric is about, by the ends of their ARNs. */
export interface WebTarget {
  /** `app/<name>/<id>` */
  readonly loadBalancerArnSuffix: string;
  /** `targetgroup/<name>/<id>` */
  readonly targetGroupArnSuffix: string;
}

/** Requests in a minute below which a share of errors says little: one failed request of two is no outage. */
const FEWEST_REQUESTS = 10;

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

/** https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-metrics.html, and what the hosts publish themselves. */
export function hostMetrics(groupName: string, hostNamespace: string) {
  const dimensions = { AutoScalingGroupName: groupName };
  const group = (name: string): Metric => ({ namespace: "AWS/AutoScaling", name, dimensions, statistic: "Minimum" });
  return {
    inService: group("GroupInServiceInstances"),
    desired: group("GroupDesiredCapacity"),
    cpu: { namespace: "AWS/EC2", name: "CPUUtilization", dimensions, statistic: "Average" } satisfies Metric,
    /** 1 from each host that reaches the database, 0 from each that does not. */
    deepHealth: { namespace: hostNamespace, name: "DeepHealth", dimensions, statistic: "Minimum" } satisfies Metric,
  };
}

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html */
export function mysqlMetrics(identifier: string) {
  const metric = (name: string, statistic: Metric["statistic"]): Metric => ({
    namespace: "AWS/RDS",
    name,
    dimensions: { DBInstanceIdentifier: identifier },
    statistic,
  });
  return {
    cpu: metric("CPUUtilization", "Average"),
    freeStorage: metric("FreeStorageSpace", "Minimum"),
    connections: metric("DatabaseConnections", "Maximum"),
    /** Seconds behind the writer; -1 while replication does not run at all. */
    replicaLag: metric("ReplicaLag", "Maximum"),
  };
}

/** https://docs.aws.amazon.com/efs/latest/ug/efs-metrics.html */
export function fileSystemMetrics(fileSystemId: string) {
  const metric = (name: string, statistic: Metric["statistic"]): Metric => ({
    namespace: "AWS/EFS",
    name,
    dimensions: { FileSystemId: fileSystemId },
    statistic,
  });
  const metered = metric("MeteredIOBytes", "Sum");
  const throughputPercent: MetricExpression = {
    label: "Share of the permitted throughput, percent",
    // Bytes of a period over bytes per second. With elastic throughput the permitted value is the most that may be written;
    // metered bytes count a read as a third of a write, as the limits do.
    expression: "100*(metered/PERIOD(metered))/permitted",
    metrics: { metered, permitted: metric("PermittedThroughput", "Average") },
  };
  return { metered, throughputPercent, clients: metric("ClientConnections", "Sum") };
}
