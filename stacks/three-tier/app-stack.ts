import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { Environment, ThreeTierConfig } from "../../config/schema";
import { shellCommand, tunnelCommand } from "../../modules/hosts/session-commands";
import { SessionDocument } from "../../modules/hosts/session-document";
import { AlarmTopic } from "../../modules/monitoring/alarm-topic";
import { EncryptionKey } from "../../modules/security/encryption-key";
import { RegionalStack } from "../regional-stack";
import { AppInstances } from "./app-instances";
import type { DataFacts } from "./data-stack";
import { TierMonitoring } from "./monitoring";
import type { NetworkFacts } from "./network-stack";
import { WebEntrance } from "./web-entrance";

/** What the edge stack knows of the application. */
export interface AppFacts {
  readonly loadBalancerArn: string;
  readonly loadBalancerDnsName: string;
  readonly loadBalancerScheme: "internal" | "internet-facing";
  /** What the load balancer speaks. */
  readonly originProtocol: "https" | "http";
}

export interface ThreeTierAppStackProps {
  readonly environment: Environment;
  readonly config: ThreeTierConfig;
  readonly network: NetworkFacts;
  readonly data: DataFacts;
}

/** Where the application listens on its hosts. */
const APPLICATION_PORT = 5000;

/** The web tier of the three-tier application: load balancer, hosts, bastions, and what watches them and the data. */
export class ThreeTierAppStack extends RegionalStack implements AppFacts {
  readonly loadBalancerArn: string;
  readonly loadBalancerDnsName: string;
  readonly loadBalancerScheme: "internal" | "internet-facing";
  readonly originProtocol: "https" | "http";

  /** The alarm that somebody is woken for. */
  private readonly pageAlarmName: string;
  /** Namespace of the metrics that hosts and instance refreshes publish. */
  private readonly metricNamespace: string;
  private readonly log: { readonly kmsKeyArn: string; readonly retentionInDays: number };

  constructor(scope: Construct, id: string, props: ThreeTierAppStackProps) {
    super(scope, id, props);
    const { environment, config } = props;
    this.pageAlarmName = this.nameOf("degraded");
    this.metricNamespace = `${environment.project}/${environment.name}/flask`;

    const key = this.createKey();
    this.log = { kmsKeyArn: key.arn, retentionInDays: config.logRetentionInDays };
    const topic = this.createTopic(key, config);
    const sessions = this.createSessionDocument();
    const entrance = new WebEntrance(this, { ...props, port: APPLICATION_PORT, topicArn: topic.arn });
    const { metricNamespace, log } = this;
    const instances = new AppInstances(this, { ...props, entrance, sessions, metricNamespace, log });
    this.createMonitoring(props, topic, entrance, instances);

    this.loadBalancerArn = entrance.loadBalancer.arn;
    this.loadBalancerDnsName = entrance.loadBalancer.dnsName;
    this.loadBalancerScheme = entrance.loadBalancer.scheme;
    this.originProtocol = entrance.protocol;
    this.createOutputs(props.data, topic, sessions, instances);
  }

  private createKey(): EncryptionKey {
    return new EncryptionKey(this, "key", {
      ...this.account,
      name: this.nameOf("app"),
      description: "Encrypts logs, sessions and alarms of the three-tier application",
      services: ["logs", "cloudwatch"],
    });
  }

  private createTopic(key: EncryptionKey, { alarmSubscriptions }: ThreeTierConfig): AlarmTopic {
    return new AlarmTopic(this, "alarms", {
      ...this.account,
      name: this.nameOf("alarms"),
      kmsKeyArn: key.arn,
      subscriptions: alarmSubscriptions,
      pageAlarmNames: [this.pageAlarmName],
    });
  }

  private createSessionDocument(): SessionDocument {
    return new SessionDocument(this, "sessions", { ...this.account, ...this.log, name: this.nameOf("sessions") });
  }

  private createMonitoring(
    { environment, config, data }: ThreeTierAppStackProps,
    topic: AlarmTopic,
    entrance: WebEntrance,
    { hosts }: AppInstances,
  ): void {
    new TierMonitoring(this, "monitoring", {
      loadBalancer: entrance.loadBalancer,
      name: `${environment.project}-${environment.name}`,
      region: environment.region,
      topicArn: topic.arn,
      pageAlarmName: this.pageAlarmName,
      loadBalancerAlarms: entrance.alarms,
      hosts: {
        groupName: hosts.group.name,
        minInService: config.app.capacity.min,
        metricNamespace: this.metricNamespace,
      },
      mysql: {
        ...config.data.mysql,
        identifier: data.mysqlIdentifier,
        replicaIdentifiers: data.replicaIdentifiers,
        rotationFunctionName: data.rotationFunctionName,
      },
      fileSystemId: data.fileSystemId,
      backupVaultName: data.backupVaultName,
      log: this.log,
    });
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
    // Hosts reach the database too: without bastions one of them carries the tunnel.
    const tunnel = { region, instanceName: bastions?.name ?? hosts.name };
    output("load_balancer_dns_name", this.loadBalancerDnsName, "AWS's name of the load balancer");
    output("alarm_topic_arn", topic.arn, "The topic that alarms notify");
    output("shell_command", shellCommand(shell), "Opens a shell on a host");
    output(
      "database_tunnel_command",
      tunnelCommand({ ...tunnel, host: data.mysqlAddress, port: data.mysqlPort }),
      "Makes the database's port one of this machine",
    );
  }
}
