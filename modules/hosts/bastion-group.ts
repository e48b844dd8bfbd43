import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import { Construct } from "constructs";
import { SecurityGroup } from "../security/security-group";
import { ensure } from "../shared/errors";
import type { PolicyStatement } from "../shared/iam";
import { groupMetrics, groupTags } from "./group-settings";
import { InstanceRole } from "./instance-role";
import { InstanceTemplate } from "./instance-template";

export interface BastionGroupProps {
  readonly name: string;
  readonly vpcId: string;
  /** Private subnets, one per zone. */
  readonly subnetIds: readonly string[];
  readonly instanceType: string;
  /** How many there are. */
  readonly count: number;
  /** Groups that may talk to what people reach through the bastions. */
  readonly clientSecurityGroupIds: readonly string[];
  /** What lets people open sessions: all that a bastion may do. */
  readonly sessionStatements: readonly PolicyStatement[];
  /** Tags of group and instances, besides `Name`. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Seconds until EC2's verdict on an instance counts: the image boots in less than one minute. */
const GRACE_SECONDS = 60;
/** Two weeks; see the hosts' group. */
const MAX_LIFETIME_SECONDS = 14 * 24 * 3600;

/**
 * Bare instances that people tunnel through with Session Manager: no key pair, no inbound rule, nothing installed. A group and
 * not instances, so that one that fails is replaced.
 */
export class BastionGroup extends Construct {
  /** Carried by every bastion as its `Name`. */
  readonly name: string;
  /** Escape hatch: the underlying `aws_autoscaling_group`. */
  readonly resource: AutoscalingGroup;

  constructor(scope: Construct, id: string, props: BastionGroupProps) {
    super(scope, id);
    const { name, subnetIds, instanceType, count, clientSecurityGroupIds, sessionStatements, tags } = props;
    ensure(count >= 1, "count", "be at least 1", count, "leave the bastions out");
    ensure(subnetIds.length > 0, "subnetIds", "hold at least 1 subnet", subnetIds.length);

    const role = new InstanceRole(this, "role", { name, description: "Bastions", statements: sessionStatements });
    const template = new InstanceTemplate(this, "template", {
      name,
      instanceType,
      instanceProfileArn: role.profileArn,
      securityGroupIds: [this.createSecurityGroup(props).securityGroupId, ...clientSecurityGroupIds],
      tags,
    });
    this.resource = new AutoscalingGroup(this, "Resource", {
      name,
      minSize: count,
      desiredCapacity: count,
      maxSize: count,
      vpcZoneIdentifier: [...subnetIds],
      launchTemplate: { id: template.templateId, version: template.version },
      // There is no load balancer that could judge them.
      healthCheckType: "EC2",
      healthCheckGracePeriod: GRACE_SECONDS,
      maxInstanceLifetime: MAX_LIFETIME_SECONDS,
      // Of two, one at a time.
      instanceRefresh: { strategy: "Rolling", preferences: { minHealthyPercentage: 50 } },
      ...groupMetrics,
      tag: groupTags({ ...tags, Name: name }),
    });
    this.name = name;
  }

  private createSecurityGroup({ name, vpcId }: BastionGroupProps): SecurityGroup {
    const group = new SecurityGroup(this, "security-group", { name, description: "Bastions: nobody comes in", vpcId });
    group.allowTo("to-https", {
      peer: { cidrIpv4: "0.0.0.0/0" },
      port: 443,
      description: "HTTPS to Systems Manager, KMS and CloudWatch Logs",
    });
    return group;
  }
}
