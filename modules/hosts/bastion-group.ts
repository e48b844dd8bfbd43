import { AutoscalingGroup as AwsAutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import { Construct } from "constructs";
import { SecurityGroup } from "../security/security-group";
import { ensure } from "../shared/errors";
import type { PolicyStatement } from "../shared/iam";
import { groupMetrics, groupTags, MAX_INSTANCE_LIFETIME_SECONDS } from "./group-settings";
import { InstanceRole } from "./instance-role";
import { LaunchTemplate } from "./launch-template";

export interface BastionGroupProps {
  /** Name of the group and its role, and `Name` tag of the bastions. At most 64 characters (IAM role). */
  readonly name: string;
  /** VPC of the bastions. */
  readonly vpcId: string;
  /** Private subnets, one per zone. */
  readonly subnetIds: readonly string[];
  /** Permissions of a bastion: those that Session Manager needs. See `SessionDocument.instanceStatements`. */
  readonly sessionStatements: readonly PolicyStatement[];
  /** Client security groups of the services that users reach through the bastions. @default none */
  readonly clientSecurityGroupIds?: readonly string[] | undefined;
  /** EC2 instance type. @default "t3.micro" */
  readonly instanceType?: string | undefined;
  /** Number of bastions, at least 1. @default 2 */
  readonly count?: number | undefined;
  /** Tags of the group and its instances, in addition to `Name`. @default no tags */
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** Seconds until EC2's health checks count: the image boots in less than one minute. */
const GRACE_SECONDS = 60;

/**
 * Bastion hosts for Session Manager tunnels. They have no key pair, no ingress rule and no additional software. An Auto Scaling
 * group replaces a bastion that fails.
 */
export class BastionGroup extends Construct {
  /** `Name` tag of every bastion. */
  readonly name: string;
  /** Escape hatch: the underlying `aws_autoscaling_group`. */
  readonly resource: AwsAutoscalingGroup;

  constructor(scope: Construct, id: string, props: BastionGroupProps) {
    super(scope, id);
    const { name, subnetIds, count = 2, tags } = props;
    ensure(count >= 1, "count", "be at least 1", count, "leave the bastions out");
    ensure(subnetIds.length > 0, "subnetIds", "hold at least 1 subnet", subnetIds.length);

    const template = this.createTemplate(props);
    this.resource = new AwsAutoscalingGroup(this, "Resource", {
      name,
      minSize: count,
      desiredCapacity: count,
      maxSize: count,
      vpcZoneIdentifier: [...subnetIds],
      launchTemplate: { id: template.templateId, version: template.version },
      // No load balancer checks the health of a bastion.
      healthCheckType: "EC2",
      healthCheckGracePeriod: GRACE_SECONDS,
      maxInstanceLifetime: MAX_INSTANCE_LIFETIME_SECONDS,
      // Replaces one of two bastions at a time.
      instanceRefresh: { strategy: "Rolling", preferences: { minHealthyPercentage: 50 } },
      ...groupMetrics,
      tag: groupTags({ ...tags, Name: name }),
    });
    this.name = name;
  }

  private createTemplate(props: BastionGroupProps): LaunchTemplate {
    const { name, instanceType = "t3.micro", sessionStatements, clientSecurityGroupIds = [], tags } = props;
    const role = new InstanceRole(this, "role", { name, description: "Bastions", statements: sessionStatements });
    return new LaunchTemplate(this, "template", {
      name,
      instanceType,
      instanceProfileArn: role.profileArn,
      securityGroupIds: [this.createSecurityGroup(props).securityGroupId, ...clientSecurityGroupIds],
      tags,
    });
  }

  private createSecurityGroup({ name, vpcId }: BastionGroupProps): SecurityGroup {
    const group = new SecurityGroup(this, "security-group", {
      name,
      description: "Bastion hosts: no ingress",
      vpcId,
    });
    group.allowTo("to-https", {
      peer: { cidrIpv4: "0.0.0.0/0" },
      port: 443,
      description: "HTTPS to Systems Manager, KMS and CloudWatch Logs",
    });
    return group;
  }
}
