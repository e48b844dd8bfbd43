import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import { AutoscalingPolicy } from "@cdktf/provider-aws/lib/autoscaling-policy";
import { Construct } from "constructs";
import { cloudConfig, encodeUserData, environmentFile } from "../hosts/cloud-config";
import { groupMetrics, groupTags, instanceRefresh, MAX_INSTANCE_LIFETIME_SECONDS } from "../hosts/group-settings";
import { InstanceRole } from "../hosts/instance-role";
import { LaunchTemplate } from "../hosts/launch-template";
import { MetricAlarm } from "../monitoring/metric-alarm";
import type { VpcFacts } from "../network/vpc";
import { ensure } from "../shared/errors";
import type { PolicyStatement } from "../shared/iam";
import { zoneWorkloadMetrics } from "./zone-workload-metrics";
import { ZoneWorkloadSecurityGroup } from "./zone-workload-security-group";

export interface ZoneWorkloadProps {
  /** Name of every resource, at most 64 characters, e.g. `project-x-prod-zone-workload`. */
  readonly name: string;
  /** VPC with interface endpoints for Systems Manager. */
  readonly vpc: VpcFacts;
  /** ID of a subnet in the Local Zone. */
  readonly subnetId: string;
  /** CIDR blocks on premises that may connect to the port. */
  readonly ranges: readonly string[];
  /** IAM statements for Session Manager, the only access for operators. */
  readonly sessionStatements: readonly PolicyStatement[];
  /** ARN of the SNS topic that the alarms notify. */
  readonly topicArn: string;
  /** TCP port of the application. @default 8080 */
  readonly port?: number | undefined;
  /** EC2 instance type. The zone must offer it. @default "t3.medium" */
  readonly instanceType?: string | undefined;
  /** Type of the root volume. All Local Zones have gp2, and some also have gp3. @default "gp2" */
  readonly volumeType?: "gp2" | "gp3" | undefined;
  /** Size of the root volume, GiB. @default 8 */
  readonly volumeGiB?: number | undefined;
  /** Number of instances. @default 2 to 4 */
  readonly capacity?: { readonly min?: number | undefined; readonly max?: number | undefined } | undefined;
  /** Image with the application. @default Amazon Linux 2023 with a sample server */
  readonly image?: { readonly ami: string; readonly rootDevice?: string | undefined } | undefined;
  /** Tags of the instances, volumes and network interfaces besides `Name`. @default none */
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** Target of the average CPU utilization, percent. */
const CPU_PERCENT = 50;
/** Seconds until a launched instance counts in the metrics. */
const WARMUP_SECONDS = 120;
/** Percent of the group that an instance refresh keeps in service. */
const MIN_HEALTHY_PERCENT = 50;

/** An Auto Scaling group in a Local Zone, which clients on premises reach through Direct Connect or the VPN. */
export class ZoneWorkload extends Construct {
  /** Name of the Auto Scaling group. */
  readonly groupName: string;
  /** Alarms that need immediate action: too few instances. */
  readonly pages: readonly MetricAlarm[];
  /** Escape hatch: the underlying `aws_autoscaling_group`. */
  readonly resource: AutoscalingGroup;

  constructor(scope: Construct, id: string, props: ZoneWorkloadProps) {
    super(scope, id);
    const { min = 2, max = 4 } = props.capacity ?? {};
    ensure(min <= max, "capacity.min", `be at most max (${max})`, min);
    this.resource = this.createGroup(props, { min, max });
    this.groupName = this.resource.name;
    this.track();
    this.pages = [this.createAlarm(props, min)];
  }

  private createTemplate(props: ZoneWorkloadProps): LaunchTemplate {
    const { name, vpc, ranges, port = 8080, instanceType = "t3.medium", volumeType = "gp2", image } = props;
    const role = new InstanceRole(this, "role", {
      name,
      description: "Workload of the Local Zone",
      statements: props.sessionStatements,
    });
    const group = new ZoneWorkloadSecurityGroup(this, "security-group", { name, vpc, ranges, port });
    return new LaunchTemplate(this, "template", {
      name,
      instanceType,
      instanceProfileArn: role.profileArn,
      securityGroupIds: [group.securityGroupId],
      rootVolumeGiB: props.volumeGiB,
      volumeType,
      image,
      userData: image === undefined ? encodeUserData(sampleServer(port)) : undefined,
      tags: props.tags,
    });
  }

  private createGroup(props: ZoneWorkloadProps, { min, max }: { min: number; max: number }): AutoscalingGroup {
    const { name, subnetId, tags = {} } = props;
    const template = this.createTemplate(props);
    return new AutoscalingGroup(this, "Resource", {
      name,
      minSize: min,
      maxSize: max,
      vpcZoneIdentifier: [subnetId],
      launchTemplate: { id: template.templateId, version: template.version },
      healthCheckType: "EC2",
      healthCheckGracePeriod: WARMUP_SECONDS,
      defaultInstanceWarmup: WARMUP_SECONDS,
      maxInstanceLifetime: MAX_INSTANCE_LIFETIME_SECONDS,
      instanceRefresh: instanceRefresh(MIN_HEALTHY_PERCENT, WARMUP_SECONDS, []),
      ...groupMetrics,
      tag: groupTags({ ...tags, Name: name }),
    });
  }

  private track(): void {
    new AutoscalingPolicy(this, "cpu", {
      name: "cpu",
      autoscalingGroupName: this.groupName,
      policyType: "TargetTrackingScaling",
      targetTrackingConfiguration: {
        targetValue: CPU_PERCENT,
        predefinedMetricSpecification: { predefinedMetricType: "ASGAverageCPUUtilization" },
      },
    });
  }

  private createAlarm({ name, topicArn }: ZoneWorkloadProps, min: number): MetricAlarm {
    return new MetricAlarm(this, "too-few-in-service", {
      name: `${name}-too-few-in-service`,
      description: `Fewer than ${min} instances are in service. Check the group's activity history; the zone may lack capacity.`,
      value: zoneWorkloadMetrics(this.groupName).inService,
      comparison: "below",
      threshold: min,
      evaluationPeriods: 5,
      // An Auto Scaling group always publishes this metric, also when it is empty.
      missingData: "breaching",
      topicArn,
    });
  }
}

function sampleServer(port: number): string {
  const bin = "opt/tierra/bin/zone-workload";
  return cloudConfig({
    settings: { "/etc/tierra/zone-workload.env": environmentFile("TIERRA_WORKLOAD_", { PORT: port }) },
    files: [
      { source: "zone-workload/server.py", path: `${bin}/server.py`, executable: true },
      {
        source: "systemd/tierra-zone-workload.service",
        path: "etc/systemd/system/tierra-zone-workload.service",
      },
    ],
    service: "tierra-zone-workload.service",
  });
}
