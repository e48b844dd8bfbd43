import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { Environment, LocalZoneConfig } from "../../config/schema";
import { SessionDocument } from "../../modules/hosts/session-document";
import { EksNodeGroup } from "../../modules/hybrid/eks-node-group";
import { ZoneWorkload } from "../../modules/hybrid/zone-workload";
import { AlarmTopic } from "../../modules/monitoring/alarm-topic";
import { EncryptionKey } from "../../modules/security/encryption-key";
import { BaseStack } from "../base-stack";
import type { LocalZoneNetworkFacts } from "./network-stack";

export interface LocalZoneWorkloadStackProps {
  /** The environment that the stack belongs to. */
  readonly environment: Environment;
  /** Its `localZone` section. */
  readonly config: LocalZoneConfig;
  /** What runs in the production subnet: the section's `workload`. */
  readonly workload: NonNullable<LocalZoneConfig["workload"]>;
  /** Facts of the network stack. */
  readonly network: LocalZoneNetworkFacts;
}

/** The workload in the production subnet. It is a stack of its own, so that a release of it never changes the paths. */
export class LocalZoneWorkloadStack extends BaseStack {
  constructor(scope: Construct, id: string, props: LocalZoneWorkloadStackProps) {
    const { environment, config, workload, network } = props;
    super(scope, id, { environment, region: config.region });
    const key = new EncryptionKey(this, "key", {
      ...this.account,
      name: this.nameOf("zone-workload"),
      description: "Encrypts sessions and alarms of the Local Zone workload",
      services: ["logs", "cloudwatch"],
    });
    const sessions = new SessionDocument(this, "sessions", {
      ...this.account,
      name: this.nameOf("zone-workload-sessions"),
      kmsKeyArn: key.arn,
      retentionInDays: config.logRetentionInDays,
    });
    const topic = new AlarmTopic(this, "alarms", {
      ...this.account,
      name: this.nameOf("zone-workload-alarms"),
      kmsKeyArn: key.arn,
      subscriptions: config.alarmSubscriptions,
    });
    const common = {
      name: this.nameOf("zone-workload", "iam-role", "launch-template", "auto-scaling-group", "security-group"),
      subnetId: network.productionSubnet.subnetId,
      ranges: config.onPremises.ranges,
      sessionStatements: sessions.instanceStatements,
      topicArn: topic.arn,
      tags: this.launchTags,
    };
    const made =
      "eks" in workload
        ? new EksNodeGroup(this, "nodes", { ...common, ...workload.eks, region: this.account.region })
        : new ZoneWorkload(this, "workload", { ...common, ...workload.instances, vpc: network.vpc });
    topic.page(...made.pages);
    new TerraformOutput(this, "workload_group", {
      value: made.groupName,
      description: "Name of the workload's Auto Scaling group",
    });
  }
}
