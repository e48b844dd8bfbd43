import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { Construct } from "constructs";
import { encodeUserData } from "../hosts/cloud-config";
import { groupMetrics, groupTags } from "../hosts/group-settings";
import { InstanceRole } from "../hosts/instance-role";
import { LaunchTemplate } from "../hosts/launch-template";
import { ExpiringLogGroup } from "../monitoring/expiring-log-group";
import type { VpcFacts } from "../network/vpc";
import type { PolicyStatement } from "../shared/iam";
import { PathMonitorSecurityGroup } from "./path-monitor-security-group";
import type { MonitoredRoute, PathProbes, PathSettings } from "./path-monitor-settings";
import { pathMonitorStatements, stackParameterName } from "./path-monitor-statements";
import { pathMonitorUserData } from "./path-monitor-user-data";

export interface PathMonitorProps {
  /** Name of every resource, at most 64 characters, and after a slash of the log group, e.g. `project-x-prod-path-monitor`. */
  readonly name: string;
  /** AWS account, 12 digits. */
  readonly accountId: string;
  /** AWS Region, e.g. `us-east-1`. */
  readonly region: string;
  /** VPC with interface endpoints for `ec2`, `ssm`, `logs` and `monitoring`. */
  readonly vpc: VpcFacts;
  /** ID of the host's subnet. Its route table must never get the monitored route, so that pings measure Direct Connect. */
  readonly subnetId: string;
  /** The route that the monitor changes. */
  readonly route: MonitoredRoute;
  /** Addresses that the monitor pings. */
  readonly probes: PathProbes;
  /** ARN of a KMS key whose policy allows CloudWatch Logs to use it. */
  readonly kmsKeyArn: string;
  /** Days to keep the log. @default 365 */
  readonly retentionInDays?: number | undefined;
  /** Thresholds. @default see `PathSettings` */
  readonly settings?: PathSettings | undefined;
  /** EC2 instance type. The zone must offer it. @default "t3.small" */
  readonly instanceType?: string | undefined;
  /** Namespace of the monitor's metrics. The host may publish to no other. @default "PathMonitor" */
  readonly metricNamespace?: string | undefined;
  /** IAM statements for Session Manager. @default none, so that sessions cannot be opened */
  readonly sessionStatements?: readonly PolicyStatement[] | undefined;
  /** Tags of the instance, its volume and its network interface besides `Name`. @default none */
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** Where the monitor's metrics are. */
export interface PathMetricsSource {
  /** Namespace of the metrics. */
  readonly namespace: string;
  /** Value of their dimension `Monitor`. */
  readonly name: string;
}

/** Two weeks, as for the other hosts: each replacement starts from a patched image. */
const MAX_LIFETIME_SECONDS = 14 * 24 * 3600;

/**
 * A host that monitors Direct Connect and the VPN, and changes the production route. It is an Auto Scaling group of one instance.
 * A new instance needs no state: it reads the route table. There are never two instances, because an instance refresh terminates
 * the old one first.
 */
export class PathMonitor extends Construct {
  readonly metrics: PathMetricsSource;
  /** Name of the log group. */
  readonly logGroupName: string;
  /** Name of the Systems Manager parameter. With the value `hold` the monitor does not change the route. `free` releases it. */
  readonly holdParameterName: string;
  /** Escape hatch: the underlying `aws_autoscaling_group`. */
  readonly resource: AutoscalingGroup;

  constructor(scope: Construct, id: string, props: PathMonitorProps) {
    super(scope, id);
    const { name, kmsKeyArn, retentionInDays, metricNamespace = "PathMonitor" } = props;
    const logGroup = new ExpiringLogGroup(this, "log-group", { name: `/${name}`, kmsKeyArn, retentionInDays });
    const hold = this.createHold(name);
    this.metrics = { namespace: metricNamespace, name };
    this.logGroupName = logGroup.name;
    this.holdParameterName = hold.name;
    const statements = pathMonitorStatements({ ...props, metricNamespace, logGroup, hold });
    const securityGroup = new PathMonitorSecurityGroup(this, "security-group", props);
    const template = this.createTemplate(props, statements, securityGroup);
    this.resource = this.createGroup(props, template, securityGroup);
    this.createStackParameter(name);
  }

  /**
   * Depends on the group, so that Terraform deletes it first. A stopping monitor that no longer finds it removes its route, because
   * the appliance will be deleted too: a static route to a deleted interface would still have precedence over Direct Connect.
   */
  private createStackParameter(name: string): void {
    new SsmParameter(this, "stack", {
      name: stackParameterName(name),
      description: "Exists while the stack of the path monitor does",
      type: "String",
      value: "present",
      dependsOn: [this.resource],
    });
  }

  private createHold(name: string): SsmParameter {
    return new SsmParameter(this, "hold", {
      name: `/${name}/hold`,
      description: "hold: the path monitor reports, but does not change the route",
      type: "String",
      value: "free",
      allowedPattern: "^(hold|free)$",
      // Operators change the value.
      lifecycle: { ignoreChanges: ["value"] },
    });
  }

  private createTemplate(
    props: PathMonitorProps,
    statements: readonly PolicyStatement[],
    { securityGroupId }: PathMonitorSecurityGroup,
  ): LaunchTemplate {
    const { name, region, route, probes, settings, instanceType = "t3.small", tags = {} } = props;
    const role = new InstanceRole(this, "role", {
      name,
      description: "Host that monitors Direct Connect and the VPN",
      statements: [...statements, ...(props.sessionStatements ?? [])],
    });
    return new LaunchTemplate(this, "template", {
      name,
      instanceType,
      instanceProfileArn: role.profileArn,
      securityGroupIds: [securityGroupId],
      // Most Local Zones offer no gp3.
      volumeType: "gp2",
      userData: encodeUserData(
        pathMonitorUserData({
          name,
          region,
          route,
          probes,
          settings,
          metricNamespace: this.metrics.namespace,
          logGroupName: this.logGroupName,
          holdParameterName: this.holdParameterName,
          stackParameterName: stackParameterName(name),
        }),
      ),
      tags,
    });
  }

  private createGroup(
    { name, subnetId, tags = {} }: PathMonitorProps,
    template: LaunchTemplate,
    { rules }: PathMonitorSecurityGroup,
  ): AutoscalingGroup {
    return new AutoscalingGroup(this, "Resource", {
      name,
      minSize: 1,
      desiredCapacity: 1,
      maxSize: 1,
      vpcZoneIdentifier: [subnetId],
      launchTemplate: { id: template.templateId, version: template.version },
      healthCheckType: "EC2",
      healthCheckGracePeriod: 60,
      maxInstanceLifetime: MAX_LIFETIME_SECONDS,
      // 0: the old instance is terminated first. The route stays unchanged until the new instance runs.
      instanceRefresh: { strategy: "Rolling", preferences: { minHealthyPercentage: 0 } },
      ...groupMetrics,
      tag: groupTags({ ...tags, Name: name }),
      // Terraform deletes the rules after the host, whose monitor removes its route when it stops.
      dependsOn: [...rules],
    });
  }
}
