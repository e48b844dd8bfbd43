import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { Environment, ThreeTierConfig } from "../../config/schema";
import { MasterAccessAlarm } from "../../modules/database/master-access-alarm";
import { shellCommand, tunnelCommand } from "../../modules/hosts/session-commands";
import { SessionDocument } from "../../modules/hosts/session-document";
import { AlarmTopic } from "../../modules/monitoring/alarm-topic";
import { EncryptionKey } from "../../modules/security/encryption-key";
import { BaseStack } from "../base-stack";
import { AppInstances } from "./app-instances";
import { AppLoadBalancer } from "./app-load-balancer";
import { AppMonitoring } from "./app-monitoring";
import type { DataFacts } from "./data-facts";
import type { NetworkFacts } from "./network-stack";

/** Facts of the app stack. */
export interface AppFacts {
  readonly loadBalancer: LoadBalancerFacts;
}

export interface LoadBalancerFacts {
  readonly arn: string;
  /** DNS name that AWS assigns. */
  readonly dnsName: string;
  readonly scheme: "internal" | "internet-facing";
  /** Protocol of the listener that forwards requests. */
  readonly protocol: "https" | "http";
}

export interface ThreeTierAppStackProps {
  /** The environment that the stack belongs to. */
  readonly environment: Environment;
  /** The environment's three-tier section. */
  readonly config: ThreeTierConfig;
  /** Facts of the network stack. */
  readonly network: NetworkFacts;
  /** Facts of the data stack. */
  readonly data: DataFacts;
}

/** The web tier of the three-tier application: load balancer, hosts, bastions, alarms and dashboard. */
export class ThreeTierAppStack extends BaseStack implements AppFacts {
  readonly loadBalancer: LoadBalancerFacts;

  constructor(scope: Construct, id: string, props: ThreeTierAppStackProps) {
    super(scope, id, props);
    const { config, network, data } = props;
    const key = this.createKey();
    const log = { kmsKeyArn: key.arn, retentionInDays: config.logRetentionInDays };
    const topic = this.createAlarmTopic(key.arn, props);
    const sessions = new SessionDocument(this, "sessions", { ...this.account, ...log, name: this.nameOf("sessions") });
    const loadBalancer = new AppLoadBalancer(this, "load-balancer", {
      ...this.account,
      names: this.names,
      config,
      network,
      topicArn: topic.arn,
    });
    const instances = new AppInstances(this, "instances", {
      ...this.account,
      names: this.names,
      config,
      network,
      data,
      loadBalancer,
      sessions,
      log,
      tags: this.launchTags,
    });
    new AppMonitoring(this, "monitoring", {
      ...log,
      name: `${this.names.project}-${this.names.environment}`,
      region: this.account.region,
      topic,
      loadBalancer: loadBalancer.resource,
      loadBalancerAlarms: loadBalancer.alarms,
      hosts: instances.hosts,
      data,
    });
    this.loadBalancer = loadBalancer.resource;
    this.createOutputs(data, topic, sessions, instances);
  }

  private createKey(): EncryptionKey {
    return new EncryptionKey(this, "key", {
      ...this.account,
      name: this.nameOf("app"),
      description: "Encrypts logs, sessions and alarms of the three-tier application",
      services: ["logs", "cloudwatch", "events", "events.rds"],
    });
  }

  private createAlarmTopic(kmsKeyArn: string, { config, data }: ThreeTierAppStackProps): AlarmTopic {
    const { masterSecrets, rotationFunctionName } = data.database;
    const ruleName = (suffix: string) => this.nameOf(`mysql-master-access${suffix}`);
    const topic = new AlarmTopic(this, "alarms", {
      ...this.account,
      name: this.nameOf("alarms"),
      kmsKeyArn,
      subscriptions: config.alarmSubscriptions,
      eventRules: masterSecrets.map(({ suffix }) => ruleName(suffix)),
      databaseEvents: true,
    });
    for (const { suffix, arn } of masterSecrets) {
      new MasterAccessAlarm(this, `master-access-alarm${suffix}`, {
        ...this.account,
        name: ruleName(suffix),
        secretArn: arn,
        functionNames: [rotationFunctionName],
        roleArns: config.data.masterSecretReaders,
        topicArn: topic.arn,
      });
    }
    return topic;
  }

  private createOutputs(
    data: DataFacts,
    topic: AlarmTopic,
    sessions: SessionDocument,
    { hosts, bastions }: AppInstances,
  ): void {
    const output = (id: string, value: string, description: string) =>
      new TerraformOutput(this, id, { value, description });
    const { region } = this.account;
    const shell = { region, instanceName: hosts.name, documentName: sessions.name };
    // Hosts reach the database too. Without bastions, the tunnel uses a host.
    const tunnel = { region, instanceName: bastions?.name ?? hosts.name };
    const { address: host, port } = data.database.writer;
    output("load_balancer_dns_name", this.loadBalancer.dnsName, "DNS name of the load balancer");
    output("alarm_topic_arn", topic.arn, "ARN of the topic that the alarms notify");
    output("shell_command", shellCommand(shell), "Command that opens a shell on a host");
    output(
      "database_tunnel_command",
      tunnelCommand({ ...tunnel, host, port }),
      "Command that forwards the database port to the local machine",
    );
  }
}
