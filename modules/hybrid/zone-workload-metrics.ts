import type { Metric } from "../monitoring/metric";

/**
 * Metrics of the Auto Scaling group in a Local Zone and of its instances.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-metrics.html
 *
 * @param groupName name of the Auto Scaling group, which EKS chooses for a node group
 */
export function zoneWorkloadMetrics(groupName: string) {
  const dimensions = { AutoScalingGroupName: groupName };
  return {
    inService: { namespace: "AWS/AutoScaling", name: "GroupInServiceInstances", dimensions, statistic: "Minimum" },
    cpu: { namespace: "AWS/EC2", name: "CPUUtilization", dimensions, statistic: "Average" },
    /** 1 when a status check of an instance fails. Instances with detailed monitoring publish it each minute. */
    failedChecks: { namespace: "AWS/EC2", name: "StatusCheckFailed", dimensions, statistic: "Maximum" },
  } as const satisfies Record<string, Metric>;
}
