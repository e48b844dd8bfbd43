import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { ActiveActiveConfig, Environment } from "../../config/schema";
import type { EvacuationControl, EvacuationMetric } from "../../modules/dns/evacuation-check";
import { evacuationHost } from "../../modules/dns/evacuation-host";
import { HealthChecks } from "../../modules/dns/health-checks";
import { RoutedRecords, type RoutedTarget } from "../../modules/dns/routed-records";
import { TrafficPolicy } from "../../modules/dns/traffic-policy";
import { AlarmTopic } from "../../modules/monitoring/alarm-topic";
import { Dashboard } from "../../modules/monitoring/dashboard";
import { EncryptionKey } from "../../modules/security/encryption-key";
import { required } from "../../modules/shared/errors";
import { GLOBAL_REGION } from "../../modules/shared/global-region";
import { regionsByState } from "../../modules/shared/region-states";
import { ReplicationAlarms } from "../../modules/storage/replication-alarms";
import { BaseStack } from "../base-stack";
import { healthPathOf } from "./api-limits";
import { dashboardRows } from "./dashboard-rows";
import { itemsMetrics } from "./items-metrics";
import type { RegionFacts, RegionNames } from "./region-stack";
import type { TableFacts } from "./table-stack";

export interface ActiveActiveRoutingStackProps {
  /** The environment that the stack belongs to. */
  readonly environment: Environment;
  /** The architecture's section of the environment. */
  readonly config: ActiveActiveConfig;
  /** Facts of the table stack. */
  readonly table: Pick<TableFacts, "tableName" | "domain">;
  /** Facts of every deployed region's stack. */
  readonly regions: readonly RegionFacts[];
}

/** A region with names, as health checks and records need it. */
type NamedRegion = RegionFacts & RegionNames;

/**
 * Resources between the regions: health checks, records of the shared name, replication alarms and the dashboard. A change of the
 * list of regions changes this stack and the table stack only, and adds or removes the region's own stack. A drained region has
 * everything except records of the shared name, a removed region has its provider only. Without a domain there are no health checks
 * and no records.
 */
export class ActiveActiveRoutingStack extends BaseStack {
  private readonly config: ActiveActiveConfig;
  private readonly prefix: string;
  private readonly aliases: ReadonlyMap<string, AwsProvider>;

  constructor(scope: Construct, id: string, props: ActiveActiveRoutingStackProps) {
    super(scope, id, props);
    const { environment, config, table, regions } = props;
    this.config = config;
    this.prefix = this.nameOf("items");
    // Of removed regions too: Terraform needs the provider to destroy what the state still holds. us-east-1 is the only region with
    // metrics of health checks.
    const needed = new Set([GLOBAL_REGION, ...config.regions.map(({ name }) => name)]);
    this.aliases = new Map([...needed].map((region) => [region, this.createAlias(region)]));

    const checks = table.domain && this.route(table.domain, regions.flatMap(named));
    if (checks) {
      // The requests of the checkers cause the heartbeats.
      this.watchReplication(regions);
    }
    new Dashboard(this, "dashboard", {
      name: this.prefix,
      region: environment.region,
      rows: dashboardRows({ backend: this.prefix, regions, tableName: table.tableName, checks }),
    });
  }

  private route(domain: NonNullable<TableFacts["domain"]>, regions: readonly NamedRegion[]): HealthChecks {
    const answering = regionsByState(this.config.regions).answering.map(({ name }) => name);
    const checks = this.createHealthChecks(regions, answering);
    const targets = regions
      .filter(({ region }) => answering.includes(region))
      .map(({ region, weight, target }) => ({ region, weight, target, healthCheckId: checks.idOf(region) }));
    this.createRecords(domain, targets);
    this.createOutputs(domain.name, checks, regions);
    return checks;
  }

  private createHealthChecks(regions: readonly NamedRegion[], answering: readonly string[]): HealthChecks {
    const { accountId } = this.account;
    const provider = this.aliasOf(GLOBAL_REGION);
    const global = { accountId, region: GLOBAL_REGION, provider };
    const key = new EncryptionKey(this, "key", {
      ...global,
      name: this.nameOf("items-routing"),
      description: "Encrypts the alarms of the active-active backend's health checks",
      services: ["cloudwatch"],
    });
    const topic = new AlarmTopic(this, "alarms", {
      ...global,
      name: this.nameOf("items-routing-alarms"),
      kmsKeyArn: key.arn,
      subscriptions: this.config.alarmSubscriptions,
    });
    const checks = new HealthChecks(this, "health", {
      name: this.prefix,
      regions: Object.fromEntries(
        regions.map(({ region, ownName }) => [
          region,
          { ownName, evacuation: this.evacuationOf(region, regions), routed: answering.includes(region) },
        ]),
      ),
      path: healthPathOf(this.config.api),
      checkerRegions: this.config.routing.checkerRegions,
      topicArn: topic.arn,
      provider,
    });
    topic.page(checks.noneHealthy);
    return checks;
  }

  /** Where an operator evacuates a region. A metric is in another region, which need not be healthy in DNS. */
  private evacuationOf(region: string, regions: readonly NamedRegion[]): EvacuationMetric | EvacuationControl {
    const { evacuation } = this.config.routing;
    if (evacuation.type === "routing-control") {
      return { type: "routing-control", arn: required(evacuation.controls, region, "routing controls") };
    }
    const topics = Object.fromEntries(regions.map((other) => [other.region, other.topicArn]));
    const hostRegion = evacuationHost(Object.keys(topics), region);
    const topicArn = required(topics, hostRegion, "topics");
    return { type: "metric", hostRegion, topicArn, provider: this.aliasOf(hostRegion) };
  }

  private createRecords(domain: NonNullable<TableFacts["domain"]>, targets: readonly RoutedTarget[]): void {
    const { name, hostedZoneId: zoneId } = domain;
    const { policy } = this.config.routing;
    if (policy === "traffic-policy") {
      new TrafficPolicy(this, "policy", { name: this.prefix, zoneId, domainName: name, targets });
    } else {
      new RoutedRecords(this, "records", { zoneId, name, policy, targets });
    }
  }

  /** The alarms are in this stack, like the health checks, which cause the measurement. */
  private watchReplication(regions: readonly RegionFacts[]): void {
    new ReplicationAlarms(this, "replication", {
      name: this.prefix,
      regions: regions.map(({ region, topicArn }) => ({
        region,
        oldestHeartbeatAge: itemsMetrics(this.prefix, region).oldestHeartbeatAge,
        topicArn,
        provider: this.aliasOf(region),
      })),
    });
  }

  private createOutputs(name: string, checks: HealthChecks, regions: readonly NamedRegion[]): void {
    new TerraformOutput(this, "url", {
      value: `https://${name}`,
      description: "URL of the backend",
    });
    new TerraformOutput(this, "health_check_ids", {
      value: checks.ids,
      description: "ID of each region's health check, for drills",
    });
    // The reference keeps the outputs of drained regions, whose stacks are not needed to drain and to restore them.
    new TerraformOutput(this, "targets", {
      value: Object.fromEntries(regions.map(({ region, target }) => [region, target])),
      description: "Target of the shared name in each region, also in drained ones",
      // Like all outputs that stacks exchange.
      sensitive: true,
    });
  }

  private aliasOf(region: string): AwsProvider {
    return required(this.aliases, region, "providers");
  }
}

function named(facts: RegionFacts): NamedRegion[] {
  return facts.names ? [{ ...facts, ...facts.names }] : [];
}
