import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { Environment, ThreeTierConfig } from "../../config/schema";
import { ApplicationLoadBalancer } from "../../modules/compute/application-load-balancer";
import { BastionGroup } from "../../modules/compute/bastion-group";
import { FlaskHosts } from "../../modules/compute/flask-hosts";
import { HttpTargetGroup } from "../../modules/compute/http-target-group";
import { LoadBalancerLogs } from "../../modules/compute/load-balancer-logs";
import { shellCommand, tunnelCommand } from "../../modules/compute/session-commands";
import { SessionDocument } from "../../modules/compute/session-document";
import { EncryptionKey } from "../../modules/data/encryption-key";
import { DnsCertificate } from "../../modules/network/dns-certificate";
import { AlarmTopic } from "../../modules/observability/alarm-topic";
import { LoadBalancerAlarms } from "../../modules/observability/load-balancer-alarms";
import type { WebTarget } from "../../modules/observability/tier-metrics";
import { TierMonitoring } from "../../modules/observability/tier-monitoring";
import { type NamedKind, type NameScope, physicalName } from "../../modules/shared/names";
import { BaseStack } from "../base-stack";
import type { DataFacts } from "./data-stack";
import type { NetworkFacts } from "./network-stack";

/** What the edge stack knows of the application. */
export interface AppFacts {
  readonly loadBalancerArn: string;
  /** `app/<name>/<id>`, as metrics name it. */
  readonly loadBalancerArnSuffix: string;
  readonly loadBalancerDnsName: string;
  readonly loadBalancerScheme: "internal" | "internet-facing";
  /** What the load balancer speaks: HTTPS once there is a domain that a certificate can name. */
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
export class ThreeTierAppStack extends BaseStack implements AppFacts {
  readonly loadBalancerArn: string;
  readonly loadBalancerArnSuffix: string;
  readonly loadBalancerDnsName: string;
  readonly loadBalancerScheme: "internal" | "internet-facing";
  readonly originProtocol: "https" | "http";

  private readonly config: ThreeTierConfig;
  private readonly network: NetworkFacts;
  private readonly data: DataFacts;
  private readonly account: { readonly accountId: string; readonly region: string };
  private readonly names: NameScope;
  /** The alarm that somebody is woken for. */
  private readonly pageAlarmName: string;
  /** Namespace of the metrics that hosts and instance refreshes publish. */
  private readonly metricNamespace: string;
  private readonly log: { readonly kmsKeyArn: string; readonly retentionInDays: number };
  private readonly topic: AlarmTopic;
  private readonly sessions: SessionDocument;
  private readonly targetGroup: HttpTargetGroup;
  private readonly loadBalancer: ApplicationLoadBalancer;
  private readonly loadBalancerAlarms: LoadBalancerAlarms;

  constructor(scope: Construct, id: string, props: ThreeTierAppStackProps) {
    super(scope, id, props);
    const { environment, config, network, data } = props;
    this.config = config;
    this.network = network;
    this.data = data;
    this.account = { accountId: environment.accountId, region: environment.region };
    this.names = { project: environment.project, environment: environment.name };
    this.pageAlarmName = this.nameOf("degraded");
    this.metricNamespace = `${environment.project}/${environment.name}/flask`;

    const key = this.createKey();
    this.log = { kmsKeyArn: key.arn, retentionInDays: config.logRetentionInDays };
    this.topic = this.createTopic(key);
    this.sessions = new SessionDocument(this, "sessions", {
      ...this.account,
      ...this.log,
      name: this.nameOf("sessions"),
    });
    this.targetGroup = this.createTargetGroup();
    this.loadBalancer = this.createLoadBalancer();
    this.loadBalancerAlarms = this.createLoadBalancerAlarms();
    const hosts = this.createHosts();
    const bastions = config.app.bastions.count > 0 ? this.createBastions() : undefined;
    this.createMonitoring(hosts);

    this.loadBalancerArn = this.loadBalancer.arn;
    this.loadBalancerArnSuffix = this.loadBalancer.arnSuffix;
    this.loadBalancerDnsName = this.loadBalancer.dnsName;
    this.loadBalancerScheme = this.loadBalancer.scheme;
    this.originProtocol = config.network.domain ? "https" : "http";
    this.createOutputs(hosts, bastions);
  }

  private createKey(): EncryptionKey {
    return new EncryptionKey(this, "key", {
      ...this.account,
      name: this.nameOf("app"),
      description: "Encrypts logs, sessions and alarms of the three-tier application",
      services: ["logs", "cloudwatch"],
    });
  }

  private createTopic(key: EncryptionKey): AlarmTopic {
    return new AlarmTopic(this, "alarms", {
      ...this.account,
      name: this.nameOf("alarms"),
      kmsKeyArn: key.arn,
      subscriptions: this.config.alarmSubscriptions,
      pageAlarmNames: [this.pageAlarmName],
    });
  }

  private createTargetGroup(): HttpTargetGroup {
    return new HttpTargetGroup(this, "targets", {
      ...this.config.app.targetGroup,
      name: this.nameOf("flask", "target-group"),
      vpcId: this.network.vpcId,
      port: APPLICATION_PORT,
    });
  }

  private createLoadBalancer(): ApplicationLoadBalancer {
    const { deletionProtection, logRetentionInDays, app } = this.config;
    const logs = new LoadBalancerLogs(this, "load-balancer-logs", {
      ...this.account,
      bucketName: this.nameOf(`app-logs-${this.account.accountId}`, "s3-bucket"),
      retentionInDays: logRetentionInDays,
      forceDestroy: !deletionProtection,
    });
    const certificate = this.createCertificate();
    return new ApplicationLoadBalancer(this, "load-balancer", {
      name: this.nameOf("app", "load-balancer"),
      vpcId: this.network.vpcId,
      exposure: app.loadBalancer.exposure,
      subnetIds: { public: this.network.publicSubnetIds, private: this.network.privateSubnetIds },
      targetGroupArn: this.targetGroup.arn,
      ...(certificate ? { certificateArn: certificate.arn } : {}),
      logBucketName: logs.bucketName,
      deletionProtection,
    });
  }

  /** Its record proves the name for CloudFront's certificate, too. */
  private createCertificate(): DnsCertificate | undefined {
    const { domain } = this.config.network;
    const { hostedZoneId } = this.network;
    return domain && hostedZoneId
      ? new DnsCertificate(this, "certificate", { domainName: domain.name, record: { hostedZoneId } })
      : undefined;
  }

  private createLoadBalancerAlarms(): LoadBalancerAlarms {
    return new LoadBalancerAlarms(this, "load-balancer-alarms", {
      ...this.webTarget,
      name: this.nameOf("flask"),
      topicArn: this.topic.arn,
    });
  }

  private createHosts(): FlaskHosts {
    const { data, loadBalancerAlarms: alarms } = this;
    const { app } = this.config;
    const hosts = new FlaskHosts(this, "hosts", {
      ...this.account,
      ...this.names,
      ...this.instances("flask"),
      clientSecurityGroupIds: [data.mysqlClientSecurityGroupId, data.efsClientSecurityGroupId],
      instanceType: app.instanceType,
      rootVolumeGiB: app.rootVolumeGiB,
      capacity: app.capacity,
      scaling: app.scaling,
      targetGroup: this.targetGroup,
      loadBalancer: this.loadBalancer,
      refreshAlarms: [alarms.unhealthyHosts, alarms.serverErrors, alarms.latency],
      secret: { arn: data.applicationSecretArn, kmsKeyArn: data.applicationSecretKeyArn },
      fileSystem: {
        id: data.fileSystemId,
        arn: data.fileSystemArn,
        accessPointId: data.accessPointId,
        accessPointArn: data.accessPointArn,
        posixUser: data.posixUser,
      },
      source: "git" in app.source ? { git: { url: app.source.git, ref: app.source.ref } } : app.source,
      port: APPLICATION_PORT,
      healthCheckPath: app.targetGroup.healthCheckPath,
      metricNamespace: this.metricNamespace,
      log: this.log,
    });
    this.loadBalancer.forwardTo(hosts.securityGroup, APPLICATION_PORT);
    return hosts;
  }

  private createBastions(): BastionGroup {
    return new BastionGroup(this, "bastions", {
      ...this.instances("bastion"),
      ...this.config.app.bastions,
      clientSecurityGroupIds: [this.data.mysqlClientSecurityGroupId],
    });
  }

  private createMonitoring(hosts: FlaskHosts): void {
    const { names, data, metricNamespace } = this;
    const { capacity } = this.config.app;
    new TierMonitoring(this, "monitoring", {
      ...this.webTarget,
      name: `${names.project}-${names.environment}`,
      region: this.account.region,
      topicArn: this.topic.arn,
      pageAlarmName: this.pageAlarmName,
      loadBalancerAlarms: this.loadBalancerAlarms,
      hosts: { groupName: hosts.group.name, minInService: capacity.min, metricNamespace },
      mysql: {
        ...this.config.data.mysql,
        identifier: data.mysqlIdentifier,
        replicaIdentifiers: data.replicaIdentifiers,
        rotationFunctionName: data.rotationFunctionName,
      },
      fileSystemId: data.fileSystemId,
      log: this.log,
    });
  }

  private createOutputs(hosts: FlaskHosts, bastions: BastionGroup | undefined): void {
    const { region } = this.account;
    const shell = { region, instanceName: hosts.name, documentName: this.sessions.name };
    // Hosts reach the database too: without bastions one of them carries the tunnel.
    const tunnel = { region, instanceName: bastions?.name ?? hosts.name };
    this.output("load_balancer_dns_name", this.loadBalancerDnsName, "AWS's name of the load balancer");
    this.output("alarm_topic_arn", this.topic.arn, "The topic that alarms notify");
    this.output("shell_command", shellCommand(shell), "Opens a shell on a host");
    this.output(
      "database_tunnel_command",
      tunnelCommand({ ...tunnel, host: this.data.mysqlAddress, port: this.data.mysqlPort }),
      "Makes the database's port one of this machine",
    );
  }

  private output(id: string, value: string, description: string): void {
    new TerraformOutput(this, id, { value, description });
  }

  /** What the metrics of this tier's requests are about. */
  private get webTarget(): WebTarget {
    return {
      loadBalancerArnSuffix: this.loadBalancer.arnSuffix,
      targetGroupArnSuffix: this.targetGroup.arnSuffix,
    };
  }

  /** What every group of instances of this stack has in common. */
  private instances(component: string) {
    const { project, name, tags } = this.environment;
    return {
      name: this.nameOf(component, "iam-role"),
      vpcId: this.network.vpcId,
      subnetIds: this.network.privateSubnetIds,
      sessionStatements: this.sessions.instanceStatements,
      // The provider's default tags do not reach what a group launches.
      tags: { Project: project, Environment: name, Stack: this.node.id, ...tags },
    };
  }

  private nameOf(component: string, kind: NamedKind = "generic"): string {
    return physicalName(this.names, component, kind);
  }
}
