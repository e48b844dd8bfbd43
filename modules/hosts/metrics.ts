import type { Metric } from "../monitoring/metric";

/**
 * Metrics of an Auto Scaling group and of the hosts in it.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-metrics.html
 *
 * @param hostNamespace namespace of the metrics that the hosts publish
 */
export function hostMetrics(groupName: string, hostNamespace: string) {
  const dimensions = { AutoScalingGroupName: groupName };
  const group = (name: string): Metric => ({ namespace: "AWS/AutoScaling", name, dimensions, statistic: "Minimum" });
  return {
    inService: group("GroupInServiceInstances"),
    desired: group("GroupDesiredCapacity"),
    cpu: { namespace: "AWS/EC2", name: "CPUUtilization", dimensions, statistic: "Average" } satisfies Metric,
    /** Published by each host: 1 when it reaches the database, otherwise 0. */
    deepHealth: { namespace: hostNamespace, name: "DeepHealth", dimensions, statistic: "Minimum" } satisfies Metric,
  };
}
