import type { MetricAlarm } from "../monitoring/metric-alarm";

/**
 * The longest time that an instance is in service, seconds: two weeks, about how often Amazon Linux publishes an image.
 *
 * Every launch uses the latest image, but a new image does not change the launch template. This limit replaces the instances
 * regularly. To replace them earlier, run `aws autoscaling start-instance-refresh`.
 */
export const MAX_INSTANCE_LIFETIME_SECONDS = 14 * 24 * 3600;

/**
 * Every metric of an Auto Scaling group, at one data point a minute. They are free of charge.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-metrics.html
 */
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

/**
 * Tags of an Auto Scaling group and of the instances that it launches. The provider's default tags apply to neither.
 */
export function groupTags(tags: Readonly<Record<string, string>>) {
  return Object.entries(tags).map(([key, value]) => ({ key, value, propagateAtLaunch: true }));
}

/** Timeout of the lifecycle hook, seconds. It exceeds the 1500 s after which `tierra-host.service` abandons the launch. */
const LAUNCH_SECONDS = 1800;

/**
 * The launch lifecycle hook. It is part of the group, not a resource of its own: Terraform would create that resource after the first instances have launched
 * without it. A change of the hook therefore replaces the group.
 */
export function launchHook(name: string) {
  return {
    name,
    lifecycleTransition: "autoscaling:EC2_INSTANCE_LAUNCHING",
    heartbeatTimeout: LAUNCH_SECONDS,
    // An instance that does not answer never enters service.
    defaultResult: "ABANDON",
  };
}

/**
 * A new version of the launch template replaces the instances gradually. An alarm stops the replacement; the remaining instances
 * keep the earlier version.
 *
 * Automatic rollback is not possible. Auto Scaling does not roll back a group whose launch template names its image by an SSM
 * parameter (https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-rollback.html). For other groups, the
 * provider updates the group before it starts the refresh, so that a rollback restores the new version
 * (https://github.com/hashicorp/terraform-provider-aws/issues/34189). To roll back, revert the change and deploy again.
 */
export function instanceRefresh(minHealthyPercentage: number, warmupSeconds: number, alarms: readonly MetricAlarm[]) {
  return {
    strategy: "Rolling",
    preferences: {
      minHealthyPercentage,
      instanceWarmup: String(warmupSeconds),
      autoRollback: false,
      ...(alarms.length > 0 ? { alarmSpecification: { alarms: alarms.map(({ name }) => name) } } : {}),
    },
  };
}
