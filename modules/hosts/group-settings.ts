/** Every metric of an Auto Scaling group, one point a minute; they cost nothing. https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-metrics.html */
export const groupMetrics = {
  metricsGranularity: "1Minute",
  enabledMetrics: [
    "GroupDesiredCapacity",
    "GroupInServiceInstances",
    "GroupMaxSize",
    "GroupMinSize",
    "GroupPendingInstances",
    "GroupStandbyInstances",
    "GroupTerminatingInstances",
    "GroupTotalInstances",
  ],
};

/** Tags of a group and, from their launch on, of its instances: the provider's default tags reach neither. */
export function groupTags(tags: Readonly<Record<string, string>>) {
  return Object.entries(tags).map(([key, value]) => ({ key, value, propagateAtLaunch: true }));
}
