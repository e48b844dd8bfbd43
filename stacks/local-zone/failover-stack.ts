import { Route } from "@cdktf/provider-aws/lib/route";
import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { Environment, LocalZoneConfig } from "../../config/schema";
import { SessionDocument } from "../../modules/hosts/session-document";
import { PathAlarms } from "../../modules/hybrid/path-alarms";
import { PathMonitorHost } from "../../modules/hybrid/path-monitor-host";
import { RouteServer } from "../../modules/hybrid/route-server";
import { VpnAppliance } from "../../modules/hybrid/vpn-appliance";
import type { ApplianceRouting } from "../../modules/hybrid/vpn-appliance-user-data";
import { AlarmTopic } from "../../modules/monitoring/alarm-topic";
import { NetworkProbes } from "../../modules/network/network-probes";
import { EncryptionKey } from "../../modules/security/encryption-key";
import { RandomPassword } from "../../modules/security/random-password";
import { Secret } from "../../modules/security/secret";
import { RegionalStack } from "../regional-stack";
import type { LocalZoneNetworkFacts } from "./network-stack";

export interface LocalZoneFailoverStackProps {
  readonly environment: Environment;
  readonly config: LocalZoneConfig;
  readonly network: LocalZoneNetworkFacts;
}

/** Characters of the tunnel's pre-shared key: 64 of Secrets Manager's alphabet are beyond guessing. */
const KEY_LENGTH = 64;

/** The second way to the site, and what moves production to it: VPN appliance, path monitor or route server, alarms. */
export class LocalZoneFailoverStack extends RegionalStack {
  private readonly config: LocalZoneConfig;
  private readonly network: LocalZoneNetworkFacts;
  private readonly log: { readonly kmsKeyArn: string; readonly retentionInDays: number };
  private readonly key: EncryptionKey;
  private readonly sessions: SessionDocument;
  /** Of what the provider's default tags do not reach. */
  private readonly tags: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, { environment, config, network }: LocalZoneFailoverStackProps) {
    const region = config.region ?? environment.region;
    super(scope, id, { environment, region });
    this.config = config;
    this.network = network;
    this.tags = {
      Project: environment.project,
      Environment: environment.name,
      Stack: id,
      ManagedBy: "terraform",
      ...environment.tags,
    };
    this.key = this.createKey();
    this.log = { kmsKeyArn: this.key.arn, retentionInDays: config.logRetentionInDays };
    this.sessions = new SessionDocument(this, "sessions", {
      ...this.account,
      ...this.log,
      name: this.nameOf("local-zone-sessions"),
    });

    const appliance = this.createAppliance();
    this.routeVpnProbes(appliance);
    const monitor = config.failover.mode === "script" ? this.createMonitor(appliance) : undefined;
    this.createProbes();
    this.createAlarms(appliance, monitor);
    new TerraformOutput(this, "appliance_public_ip", {
      value: appliance.publicIp,
      description: "Address that the VPN router on premises talks to",
    });
  }

  private createKey(): EncryptionKey {
    return new EncryptionKey(this, "key", {
      ...this.account,
      name: this.nameOf("local-zone"),
      description: "Encrypts logs, sessions, alarms and the tunnel secret of the Local Zone",
      services: ["logs", "cloudwatch"],
    });
  }

  private createSecret(): string {
    const { secretRecoveryInDays, failover } = this.config;
    const secret = new Secret(this, "tunnel-secret", {
      name: this.nameOf("local-zone-tunnel"),
      description:
        failover.appliance.authentication === "psk"
          ? "Pre-shared key of the VPN tunnel, {psk}; the site's VPN router has the same"
          : "Certificate of the VPN appliance, {certificate, private_key, ca}, put by an operator",
      kmsKeyArn: this.key.arn,
      region: this.account.region,
      recoveryWindowInDays: secretRecoveryInDays,
    });
    if (failover.appliance.authentication === "psk") {
      secret.put("seed", ["SEED"], { psk: new RandomPassword(this, "tunnel-key", { length: KEY_LENGTH }).value });
    }
    return secret.arn;
  }

  private createAppliance(): VpnAppliance {
    const { onPremises, failover } = this.config;
    const { network } = this;
    return new VpnAppliance(this, "appliance", {
      ...failover.appliance,
      name: this.nameOf("vpn-appliance", "iam-role"),
      region: this.account.region,
      vpcId: network.vpcId,
      vpcCidr: network.vpcCidr,
      subnetId: network.publicSubnetId,
      networkBorderGroup: network.networkBorderGroup,
      secret: { arn: this.createSecret(), kmsKeyArn: this.key.arn },
      peer: {
        address: onPremises.vpnGateway,
        id: onPremises.vpnId ?? onPremises.vpnGateway,
        ranges: onPremises.ranges,
      },
      ...(failover.mode === "route-server" ? { routing: (address) => this.createRouteServer(address) } : {}),
      sessionStatements: this.sessions.instanceStatements,
      tags: this.tags,
    });
  }

  private createRouteServer(applianceAddress: string): ApplianceRouting {
    const { amazonAsn, applianceAsn } = this.config.failover.routeServer;
    const { network } = this;
    const server = new RouteServer(this, "route-server", {
      name: this.nameOf("local-zone"),
      amazonAsn,
      vpcId: network.vpcId,
      endpointSubnets: network.endpointSubnetIds,
      peer: { address: applianceAddress, asn: applianceAsn },
      routeTableIds: { "private-subnet-1": network.productionRouteTableId },
    });
    return { asn: applianceAsn, peerAsn: amazonAsn, peerAddresses: server.endpointAddresses };
  }

  /** The VPN is probed before it is needed: these addresses alone are reached through it always. */
  private routeVpnProbes({ interfaceId }: VpnAppliance): void {
    for (const target of this.config.onPremises.vpnTargets) {
      new Route(this, `probe-${target}`, {
        routeTableId: this.network.utilityRouteTableId,
        destinationCidrBlock: `${target}/32`,
        networkInterfaceId: interfaceId,
      });
    }
  }

  private createMonitor(appliance: VpnAppliance): PathMonitorHost {
    const { onPremises, failover } = this.config;
    const { network } = this;
    return new PathMonitorHost(this, "monitor", {
      ...this.account,
      name: this.nameOf("path-monitor", "iam-role"),
      vpcId: network.vpcId,
      vpcCidr: network.vpcCidr,
      subnetId: network.utilitySubnetId,
      instanceType: failover.monitor.instanceType,
      routeTableId: network.productionRouteTableId,
      interfaceId: appliance.interfaceId,
      site: onPremises,
      settings: failover.monitor,
      metricNamespace: this.namespace,
      log: this.log,
      sessionStatements: this.sessions.instanceStatements,
      tags: this.tags,
    });
  }

  private createProbes(): void {
    const { failover, onPremises } = this.config;
    if (failover.networkMonitor) {
      new NetworkProbes(this, "probes", {
        name: this.nameOf("direct-connect"),
        sourceArn: this.network.utilitySubnetArn,
        destinations: onPremises.targets,
        tags: this.tags,
      });
    }
  }

  private createAlarms(appliance: VpnAppliance, monitor: PathMonitorHost | undefined): void {
    const { virtualInterface } = this.config.directConnect;
    const name = this.nameOf("path");
    const topic = new AlarmTopic(this, "alarms", {
      ...this.account,
      name: this.nameOf("local-zone-alarms"),
      kmsKeyArn: this.key.arn,
      subscriptions: this.config.alarmSubscriptions,
      pageAlarmNames: ["heartbeat-missing", "both-down"].map((word) => `${name}-${word}`),
    });
    new PathAlarms(this, "path-alarms", {
      name,
      topicArn: topic.arn,
      ...(monitor ? { monitor: { namespace: this.namespace, name: monitor.name } } : {}),
      virtualInterface: {
        id: this.network.virtualInterfaceId,
        ...("connectionId" in virtualInterface ? { connectionId: virtualInterface.connectionId } : {}),
      },
      applianceInstanceId: appliance.instanceId,
    });
  }

  private get namespace(): string {
    return `${this.environment.project}/${this.environment.name}/path`;
  }
}
