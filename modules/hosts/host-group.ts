import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import { AutoscalingPolicy } from "@cdktf/provider-aws/lib/autoscaling-policy";
import type { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { Construct } from "constructs";
import type { MetricAlarm } from "../monitoring/metric-alarm";
import { ensure } from "../shared/errors";
import { groupMetrics, groupTags } from "./group-settings";
import type { InstanceTemplate } from "./instance-template";

export interface HostGroupProps {
  readonly name: string;
  readonly template: InstanceTemplate;
  /** Private subnets, one per zone. */
  readonly subnetIds: readonly string[];
  readonly capacity: { readonly min: number; readonly desired: number; readonly max: number };
  readonly scaling: {
    /** Target of average CPU use, percent. */
    readonly averageCpuPercent: number;
    /** Target of requests per instance and minute. */
    readonly requestsPerTarget: number;
    /** Seconds until a launched instance counts in the metrics. */
    readonly warmupSeconds: number;
    /** Seconds until the load balancer's verdict on an instance in service counts. */
    readonly healthCheckGraceSeconds: number;
    /** Share of the group that a refresh keeps in service, percent. */
    readonly refreshMinHealthyPercent: number;
  };
  readonly targetGroup: { readonly arn: string; readonly arnSuffix: string };
  /** Where the target group gets its requests from. */
  readonly loadBalancer: { readonly arnSuffix: string; readonly listener: LbListener };
  /** Name of the launching hook that an instance completes or abandons itself. */
  readonly launchHookName: string;
  /** Alarms that stop a refresh: those that a bad release sets off, none that needs the group to exist. */
  readonly refreshAlarms: readonly MetricAlarm[];
  /** Tags of group and instances, besides `Name`. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Seconds that an instance has to answer the hook; the boot script gives up, and says so, after 1500 (`tierra-host.service`). */
const LAUNCH_SECONDS = 1800;
/** How long Terraform waits for the first instances: a launch at its slowest, and some. */
const CAPACITY_TIMEOUT = "40m";
/**
 * Two weeks, about how often Amazon Linux publishes an image. The template does not change when it does: every launch takes the
 * newest, so that no host is on one much older than its group allows it to live. Sooner: `aws autoscaling start-instance-refresh`.
 */
const MAX_LIFETIME_SECONDS = 14 * 24 * 3600;

/** An Auto Scaling group behind a load balancer: scales by its targets, heals, and takes a new template in one by one. */
export class HostGroup extends Construct {
  /** Known once the group exists and its first instances are in service. */
  readonly name: string;
  /** Escape hatch: the underlying `aws_autoscaling_group`. */
  readonly resource: AutoscalingGroup;

  constructor(scope: Construct, id: string, props: HostGroupProps) {
    super(scope, id);
    const { capacity, subnetIds, scaling, targetGroup, loadBalancer } = props;
    const { min, desired, max } = capacity;
    ensure(min <= desired && desired <= max, "capacity", "be min <= desired <= max", capacity);
    ensure(subnetIds.length >= 2, "subnetIds", "name subnets of at least 2 zones", subnetIds.length);

    this.resource = this.createGroup(props);
    this.name = this.resource.name;
    this.track("cpu", "ASGAverageCPUUtilization", scaling.averageCpuPercent);
    this.track("requests", "ALBRequestCountPerTarget", scaling.requestsPerTarget, {
      label: `${loadBalancer.arnSuffix}/${targetGroup.arnSuffix}`,
      // Auto Scaling refuses the label of a target group that no listener forwards to.
      listener: loadBalancer.listener,
    });
  }

  private createGroup(props: HostGroupProps): AutoscalingGroup {
    const { name, template, subnetIds, capacity, scaling, targetGroup, tags } = props;
    return new AutoscalingGroup(this, "Resource", {
      name,
      minSize: capacity.min,
      desiredCapacity: capacity.desired,
      maxSize: capacity.max,
      vpcZoneIdentifier: [...subnetIds],
      launchTemplate: { id: template.templateId, version: template.version },
      targetGroupArns: [targetGroup.arn],
      healthCheckType: "ELB",
      // Counted from the moment that the hook is completed.
      healthCheckGracePeriod: scaling.healthCheckGraceSeconds,
      // No cooldown: it holds back simple scaling policies only, and these go by the warm-up.
      defaultInstanceWarmup: scaling.warmupSeconds,
      maxInstanceLifetime: MAX_LIFETIME_SECONDS,
      waitForCapacityTimeout: CAPACITY_TIMEOUT,
      initialLifecycleHook: [launchHook(props)],
      instanceRefresh: instanceRefresh(props),
      ...groupMetrics,
      tag: groupTags({ ...tags, Name: name }),
      // Scaling sets it from the first minute on.
      lifecycle: { ignoreChanges: ["desired_capacity"] },
    });
  }

  private track(
    id: "cpu" | "requests",
    metric: string,
    targetValue: number,
    source?: { readonly label: string; readonly listener: LbListener },
  ): void {
    new AutoscalingPolicy(this, id, {
      name: id,
      autoscalingGroupName: this.name,
      policyType: "TargetTrackingScaling",
      targetTrackingConfiguration: {
        targetValue,
        predefinedMetricSpecification: {
          predefinedMetricType: metric,
          ...(source ? { resourceLabel: source.label } : {}),
        },
      },
      ...(source ? { dependsOn: [source.listener] } : {}),
    });
  }
}

/**
 * With the group and not as a resource of its own, which Terraform would create after the group, when the first instances have
 * launched past it. The price: Terraform replaces the group when the hook changes.
 */
function launchHook({ launchHookName }: HostGroupProps) {
  return {
    name: launchHookName,
    lifecycleTransition: "autoscaling:EC2_INSTANCE_LAUNCHING",
    heartbeatTimeout: LAUNCH_SECONDS,
    // No answer is a host that hangs: it never serves.
    defaultResult: "ABANDON",
  };
}

/**
 * A new version of the template replaces the instances few at a time, and an alarm ends that with the rest as they were.
 *
 * What it cannot do is go back by itself. Auto Scaling rolls no group back whose template names its image by a parameter
 * (https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-rollback.html), and of any other it would restore what
 * the group was last told, which the provider does before it starts the refresh: the new version again
 * (https://github.com/hashicorp/terraform-provider-aws/issues/34189). The way back is a revert and another deployment.
 */
function instanceRefresh({ scaling, refreshAlarms }: HostGroupProps) {
  return {
    strategy: "Rolling",
    preferences: {
      minHealthyPercentage: scaling.refreshMinHealthyPercent,
      instanceWarmup: String(scaling.warmupSeconds),
      autoRollback: false,
      ...(refreshAlarms.length > 0 ? { alarmSpecification: { alarms: refreshAlarms.map(({ name }) => name) } } : {}),
    },
  };
}
