import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { Construct } from "constructs";
import { encodeUserData } from "../hosts/cloud-config";
import { groupMetrics, groupTags } from "../hosts/group-settings";
import { InstanceRole } from "../hosts/instance-role";
import { LaunchTemplate } from "../hosts/launch-template";
import { ExpiringLogGroup } from "../monitoring/expiring-log-group";
import { SecurityGroup } from "../security/security-group";
import { arnOf } from "../shared/arn";
import type { PolicyStatement } from "../shared/iam";
import { type PathMonitorSettings, type PathMonitorUserDataProps, pathMonitorUserData } from "./path-monitor-user-data";

export interface PathMonitorHostProps {
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  readonly vpcId: string;
  readonly vpcCidr: string;
  /** private-subnet-2: its own routes to the site never change, so that its pings always go by Direct Connect. */
  readonly subnetId: string;
  readonly instanceType: string;
  /** The one table that the monitor may change. */
  readonly routeTableId: string;
  /** Of the VPN appliance. */
  readonly interfaceId: string;
  readonly site: PathMonitorUserDataProps["site"];
  readonly settings: PathMonitorSettings;
  readonly metricNamespace: string;
  readonly log: { readonly kmsKeyArn: string; readonly retentionInDays: number };
  /** What lets people open sessions. */
  readonly sessionStatements: readonly PolicyStatement[];
  readonly tags: Readonly<Record<string, string>>;
}

/** Two weeks; see the hosts' group. */
const MAX_LIFETIME_SECONDS = 14 * 24 * 3600;

/**
 * The one host that watches both paths and moves the route. A group of one: a host that fails is replaced, and of its successor
 * nothing is asked but to read the route table. Never two: a refresh ends the old one before the new one starts.
 */
export class PathMonitorHost extends Construct {
  readonly name: string;
  readonly logGroupName: string;
  /** `hold` stops every move, anything else allows them. */
  readonly holdParameterName: string;
  /** Escape hatch: the underlying `aws_autoscaling_group`. */
  readonly resource: AutoscalingGroup;

  constructor(scope: Construct, id: string, props: PathMonitorHostProps) {
    super(scope, id);
    const { name, log, tags } = props;
    const logGroup = new ExpiringLogGroup(this, "log-group", { name: `/${name}`, ...log });
    const hold = this.createHold(name);
    const role = new InstanceRole(this, "role", {
      name,
      description: "Host that watches Direct Connect and the VPN",
      statements: [...statements(props, logGroup, hold), ...props.sessionStatements],
    });
    const template = new LaunchTemplate(this, "template", {
      name,
      instanceType: props.instanceType,
      instanceProfileArn: role.profileArn,
      securityGroupIds: [this.createSecurityGroup(props).securityGroupId],
      volumeType: "gp2",
      userData: encodeUserData(
        pathMonitorUserData({ ...props, logGroupName: logGroup.name, holdParameterName: hold.name }),
      ),
      tags,
    });
    this.resource = new AutoscalingGroup(this, "Resource", {
      name,
      minSize: 1,
      desiredCapacity: 1,
      maxSize: 1,
      vpcZoneIdentifier: [props.subnetId],
      launchTemplate: { id: template.templateId, version: template.version },
      healthCheckType: "EC2",
      healthCheckGracePeriod: 60,
      maxInstanceLifetime: MAX_LIFETIME_SECONDS,
      // 0: the old one goes first. For the minute in between the route stays where it is.
      instanceRefresh: { strategy: "Rolling", preferences: { minHealthyPercentage: 0 } },
      ...groupMetrics,
      tag: groupTags({ ...tags, Name: name }),
    });
    this.name = name;
    this.logGroupName = logGroup.name;
    this.holdParameterName = hold.name;
  }

  private createHold(name: string): SsmParameter {
    return new SsmParameter(this, "hold", {
      name: `/${name}/hold`,
      description: "hold: the path monitor reports and moves nothing",
      type: "String",
      value: "free",
      allowedPattern: "^(hold|free)$",
      // People set it.
      lifecycle: { ignoreChanges: ["value"] },
    });
  }

  private createSecurityGroup({ name, vpcId, vpcCidr, site }: PathMonitorHostProps): SecurityGroup {
    const group = new SecurityGroup(this, "security-group", {
      name,
      description: "Host that watches the paths: nobody comes in",
      vpcId,
    });
    group.allowTo("to-endpoints", {
      peer: { cidrIpv4: vpcCidr },
      port: 443,
      description: "HTTPS to the interface endpoints of AWS services",
    });
    for (const target of [...site.targets, ...site.vpnTargets]) {
      group.allowWholeTo(`to-${target}`, {
        peer: { cidrIpv4: `${target}/32` },
        traffic: "ping",
        description: "Probes",
      });
    }
    return group;
  }
}

function statements(props: PathMonitorHostProps, logGroup: ExpiringLogGroup, hold: SsmParameter): PolicyStatement[] {
  const { accountId, region, routeTableId, metricNamespace } = props;
  return [
    {
      sid: "MoveTheRoute",
      actions: ["ec2:CreateRoute", "ec2:ReplaceRoute", "ec2:DeleteRoute"],
      resources: [arnOf({ service: "ec2", region, accountId, resource: `route-table/${routeTableId}` })],
    },
    {
      sid: "ReadRouteTables",
      actions: ["ec2:DescribeRouteTables"],
      // EC2 knows no resources for it. Service Authorization Reference, "ec2".
      resources: ["*"],
    },
    {
      sid: "PublishMetrics",
      actions: ["cloudwatch:PutMetricData"],
      // CloudWatch knows no resources for it; the namespace stands in for one.
      resources: ["*"],
      conditions: { StringEquals: { "cloudwatch:namespace": metricNamespace } },
    },
    {
      sid: "WriteLog",
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [`${logGroup.arn}:*`],
    },
    { sid: "ReadHold", actions: ["ssm:GetParameter"], resources: [hold.arn] },
  ];
}
