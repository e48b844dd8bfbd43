import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { Environment, LocalZoneConfig } from "../../config/schema";
import { SessionDocument } from "../../modules/hosts/session-document";
import { PathAlarms } from "../../modules/hybrid/path-alarms";
import { PathMonitor } from "../../modules/hybrid/path-monitor";
import type { VpnAppliance } from "../../modules/hybrid/vpn-appliance";
import { AlarmTopic } from "../../modules/monitoring/alarm-topic";
import { CompositeAlarm } from "../../modules/monitoring/composite-alarm";
import { Dashboard } from "../../modules/monitoring/dashboard";
import type { MetricAlarm } from "../../modules/monitoring/metric-alarm";
import { NetworkProbes } from "../../modules/network/network-probes";
import { EncryptionKey } from "../../modules/security/encryption-key";
import { BaseStack } from "../base-stack";
import { dashboardRows } from "./dashboard-rows";
import type { LocalZoneNetworkFacts } from "./network-stack";
import { VpnPath } from "./vpn-path";

export interface LocalZoneFailoverStackProps {
  /** The environment that the stack belongs to. */
  readonly environment: Environment;
  /** Its `localZone` section. */
  readonly config: LocalZoneConfig;
  /** Facts of the network stack. */
  readonly network: LocalZoneNetworkFacts;
}

/** The VPN path to the site, the path monitor or route server that moves production to it, and alarms. */
export class LocalZoneFailoverStack extends BaseStack {
  private readonly config: LocalZoneConfig;
  private readonly network: LocalZoneNetworkFacts;
  private readonly key: EncryptionKey;
  private readonly sessions: SessionDocument;

  constructor(scope: Construct, id: string, { environment, config, network }: LocalZoneFailoverStackProps) {
    super(scope, id, { environment, region: config.region });
    this.config = config;
    this.network = network;
    this.key = new EncryptionKey(this, "key", {
      ...this.account,
      name: this.nameOf("local-zone"),
      description: "Encrypts logs, sessions, alarms and the tunnel secret of the Local Zone",
      services: ["logs", "cloudwatch"],
    });
    this.sessions = new SessionDocument(this, "sessions", {
      ...this.account,
      name: this.nameOf("local-zone-sessions"),
      kmsKeyArn: this.key.arn,
      retentionInDays: config.logRetentionInDays,
    });
    const { appliance } = new VpnPath(this, "vpn", {
      config,
      network,
      names: this.names,
      key: this.key,
      sessionStatements: this.sessions.instanceStatements,
      tags: this.launchTags,
    });
    const monitor = config.failover.mode === "script" ? this.createMonitor(appliance) : undefined;
    this.createAlarms(appliance, monitor, this.createProbes());
    this.createDashboard(appliance, monitor);
    new TerraformOutput(this, "appliance_public_ip", {
      value: appliance.publicIp,
      description: "Public address of the VPN appliance, for the VPN router on premises",
    });
  }

  private createMonitor({ interfaceId }: VpnAppliance): PathMonitor {
    const { onPremises, failover, logRetentionInDays } = this.config;
    const { instanceType, ...settings } = failover.monitor;
    const { vpc, utilitySubnet, productionSubnet } = this.network;
    return new PathMonitor(this, "monitor", {
      ...this.account,
      name: this.nameOf("path-monitor", "iam-role", "launch-template", "auto-scaling-group", "security-group"),
      vpc,
      subnetId: utilitySubnet.subnetId,
      route: { routeTableId: productionSubnet.routeTableId, interfaceId, ranges: onPremises.ranges },
      probes: { targets: onPremises.targets, vpnTargets: onPremises.vpnTargets },
      kmsKeyArn: this.key.arn,
      retentionInDays: logRetentionInDays,
      settings,
      instanceType,
      metricNamespace: `${this.names.project}/${this.names.environment}/path`,
      sessionStatements: this.sessions.instanceStatements,
      tags: this.launchTags,
    });
  }

  private createProbes(): NetworkProbes | undefined {
    const { failover, onPremises } = this.config;
    if (!failover.networkMonitor) {
      return undefined;
    }
    return new NetworkProbes(this, "probes", {
      name: this.nameOf("direct-connect"),
      sourceArn: this.network.utilitySubnet.arn,
      destinations: onPremises.targets,
      tags: this.launchTags,
    });
  }

  private createAlarms(
    { instanceId }: VpnAppliance,
    monitor: PathMonitor | undefined,
    witness: NetworkProbes | undefined,
  ): void {
    const topic = new AlarmTopic(this, "alarms", {
      ...this.account,
      name: this.nameOf("local-zone-alarms"),
      kmsKeyArn: this.key.arn,
      subscriptions: this.config.alarmSubscriptions,
    });
    const alarms = new PathAlarms(this, "path-alarms", {
      name: this.nameOf("path"),
      topicArn: topic.arn,
      virtualInterfaces: this.network.virtualInterfaces,
      applianceInstanceId: instanceId,
      monitor: monitor?.metrics,
      witness,
      ...this.config.failover.alarms,
    });
    topic.page(...alarms.pages);
    if (!monitor) {
      topic.page(alarms.applianceUnreachable, this.createLinksAlarm(alarms.sessions, topic.arn));
    }
  }

  private createDashboard({ instanceId }: VpnAppliance, monitor: PathMonitor | undefined): void {
    const { workload } = this.config;
    // EKS chooses the name of a node group's Auto Scaling group.
    const workloadGroup = workload && "instances" in workload ? this.nameOf("zone-workload") : undefined;
    new Dashboard(this, "dashboard", {
      name: this.nameOf("local-zone"),
      region: this.account.region,
      rows: dashboardRows({
        virtualInterfaces: this.network.virtualInterfaces,
        monitor: monitor?.metrics,
        applianceInstanceId: instanceId,
        workloadGroup,
      }),
    });
  }

  /** Without a path monitor, production uses the VPN when no session is up, and no other alarm shows it. */
  private createLinksAlarm(sessions: readonly MetricAlarm[], topicArn: string): CompositeAlarm {
    return new CompositeAlarm(this, "direct-connect-down", {
      name: this.nameOf("path-direct-connect-down"),
      description:
        "All BGP sessions of Direct Connect are down. The route server sends traffic to the VPN appliance, if its session is up.",
      anyOf: sessions.slice(0, 1),
      andAnyOf: sessions.slice(1).map((session) => [session]),
      topicArn,
    });
  }
}
