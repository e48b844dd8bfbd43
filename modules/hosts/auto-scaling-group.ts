import { AutoscalingGroup as AwsAutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import { AutoscalingPolicy } from "@cdktf/provider-aws/lib/autoscaling-policy";
import type { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { Construct } from "constructs";
import type { MetricAlarm } from "../monitoring/metric-alarm";
import { ensure } from "../shared/errors";
import { groupMetrics, groupTags, instanceRefresh, launchHook, MAX_INSTANCE_LIFETIME_SECONDS } from "./group-settings";
import type { LaunchTemplate } from "./launch-template";

export interface AutoScalingGroupProps {
  /** Name of the group, and `Name` tag of its instances. */
  readonly name: string;
  /** Launch template of the instances. A new version of it starts an instance refresh. */
  readonly template: LaunchTemplate;
  /** Private subnets, one in each of at least two zones. */
  readonly subnetIds: readonly string[];
  /** The load balancer that sends requests to the group. */
  readonly loadBalancer: LoadBalancing;
  /** Number of instances. @default 2 to 6, and 4 at the start */
  readonly capacity?: CapacityProps | undefined;
  /** Scaling targets and timing. @default the default of each field */
  readonly scaling?: ScalingProps | undefined;
  /** Name of the launch lifecycle hook, which an instance completes or abandons itself. @default no lifecycle hook */
  readonly launchHookName?: string | undefined;
  /**
   * Alarms that stop an instance refresh. Choose alarms that a faulty release triggers. They must not depend on this group.
   * @default no alarms
   */
  readonly refreshAlarms?: readonly MetricAlarm[] | undefined;
  /** Tags of the group and its instances, in addition to `Name`. @default no tags */
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** A load balancer with its listener and target group. `ApplicationLoadBalancer` is one. */
export interface LoadBalancing {
  /** `app/<name>/<id>`, the end of the load balancer's ARN. */
  readonly arnSuffix: string;
  /** The listener that forwards requests to the target group. */
  readonly listener: LbListener;
  /** The target group, with the end of its ARN: `targetgroup/<name>/<id>`. */
  readonly targetGroup: { readonly arn: string; readonly arnSuffix: string };
}

interface CapacityProps {
  /** Minimum number of instances. @default 2 */
  readonly min?: number | undefined;
  /** Number of instances when the group is created. Scaling changes it later. @default 4 */
  readonly desired?: number | undefined;
  /** Maximum number of instances. @default 6 */
  readonly max?: number | undefined;
}

interface ScalingProps {
  /** Target of the average CPU utilization, percent. @default 50 */
  readonly averageCpuPercent?: number | undefined;
  /** Target number of requests per instance and minute. @default 1000 */
  readonly requestsPerTarget?: number | undefined;
  /** Seconds until a launched instance counts in the metrics. @default 120 */
  readonly warmupSeconds?: number | undefined;
  /** Seconds after an instance enters service during which failed health checks are ignored. @default 300 */
  readonly healthCheckGraceSeconds?: number | undefined;
  /**
   * Share of the group that an instance refresh keeps in service, percent. Auto Scaling rounds the number up: 90 % of fewer than
   * ten instances is all of them, and Auto Scaling then replaces one at a time. @default 90
   */
  readonly refreshMinHealthyPercent?: number | undefined;
}

/** Time that Terraform waits for the first instances. It exceeds the timeout of the lifecycle hook. */
const CAPACITY_TIMEOUT = "40m";

/**
 * An Auto Scaling group behind a load balancer. It scales on CPU and requests, replaces unhealthy instances, and starts an
 * instance refresh when its launch template changes.
 */
export class AutoScalingGroup extends Construct {
  /** Name of the group. Known only after its first instances are in service. */
  readonly name: string;
  /** Number of instances, with the defaults filled in. */
  readonly capacity: { readonly min: number; readonly desired: number; readonly max: number };
  /** Escape hatch: the underlying `aws_autoscaling_group`. */
  readonly resource: AwsAutoscalingGroup;

  constructor(scope: Construct, id: string, props: AutoScalingGroupProps) {
    super(scope, id);
    const { subnetIds, loadBalancer } = props;
    const { averageCpuPercent = 50, requestsPerTarget = 1000 } = props.scaling ?? {};
    const { min = 2, desired = 4, max = 6 } = props.capacity ?? {};
    ensure(min <= desired, "capacity.min", `be at most desired (${desired})`, min);
    ensure(desired <= max, "capacity.desired", `be at most max (${max})`, desired);
    ensure(subnetIds.length >= 2, "subnetIds", "name subnets of at least 2 zones", subnetIds.length);

    this.capacity = { min, desired, max };
    this.resource = this.createGroup(props);
    this.name = this.resource.name;
    this.track("cpu", "ASGAverageCPUUtilization", averageCpuPercent);
    this.track("requests", "ALBRequestCountPerTarget", requestsPerTarget, loadBalancer);
  }

  private createGroup(props: AutoScalingGroupProps): AwsAutoscalingGroup {
    const { name, template, subnetIds, loadBalancer, scaling = {}, launchHookName, tags } = props;
    const { warmupSeconds = 120, healthCheckGraceSeconds = 300, refreshMinHealthyPercent = 90 } = scaling;
    return new AwsAutoscalingGroup(this, "Resource", {
      name,
      minSize: this.capacity.min,
      desiredCapacity: this.capacity.desired,
      maxSize: this.capacity.max,
      vpcZoneIdentifier: [...subnetIds],
      launchTemplate: { id: template.templateId, version: template.version },
      targetGroupArns: [loadBalancer.targetGroup.arn],
      healthCheckType: "ELB",
      // Starts when the lifecycle hook is completed.
      healthCheckGracePeriod: healthCheckGraceSeconds,
      // No cooldown: it applies to simple scaling policies only. Target tracking uses the warm-up.
      defaultInstanceWarmup: warmupSeconds,
      maxInstanceLifetime: MAX_INSTANCE_LIFETIME_SECONDS,
      waitForCapacityTimeout: CAPACITY_TIMEOUT,
      ...(launchHookName ? { initialLifecycleHook: [launchHook(launchHookName)] } : {}),
      instanceRefresh: instanceRefresh(refreshMinHealthyPercent, warmupSeconds, props.refreshAlarms ?? []),
      ...groupMetrics,
      tag: groupTags({ ...tags, Name: name }),
      // Scaling policies change the desired capacity after creation.
      lifecycle: { ignoreChanges: ["desired_capacity"] },
    });
  }

  private track(id: "cpu" | "requests", metric: string, targetValue: number, loadBalancer?: LoadBalancing): void {
    new AutoscalingPolicy(this, id, {
      name: id,
      autoscalingGroupName: this.name,
      policyType: "TargetTrackingScaling",
      targetTrackingConfiguration: {
        targetValue,
        predefinedMetricSpecification: {
          predefinedMetricType: metric,
          ...(loadBalancer ? { resourceLabel: `${loadBalancer.arnSuffix}/${loadBalancer.targetGroup.arnSuffix}` } : {}),
        },
      },
      // Auto Scaling rejects the label of a target group until a listener forwards requests to it.
      ...(loadBalancer ? { dependsOn: [loadBalancer.listener] } : {}),
    });
  }
}
