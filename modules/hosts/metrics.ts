import type { Metric } from "../monitoring/metric";

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
