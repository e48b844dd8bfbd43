import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { ActiveActiveConfig, Environment } from "../../config/schema";
import { HealthChecks } from "../../modules/dns/health-checks";
import { RoutedRecords, type RoutedTarget } from "../../modules/dns/routed-records";
import { TrafficPolicy } from "../../modules/dns/traffic-policy";
import { AlarmTopic } from "../../modules/monitoring/alarm-topic";
import { Dashboard } from "../../modules/monitoring/dashboard";
import { EncryptionKey } from "../../modules/security/encryption-key";
import { GLOBAL_REGION } from "../../modules/shared/global-region";
import { physicalName } from "../../modules/shared/names";
import { ReplicationAlarms } from "../../modules/storage/replication-alarms";
import { BaseStack } from "../base-stack";
import { dashboardRows } from "./dashboard-rows";
import type { RegionFacts } from "./region-stack";
import type { TableFacts } from "./table-stack";

export interface ActiveActiveRoutingStackProps {
  readonly environment: Environment;
  readonly config: ActiveActiveConfig;
  readonly table: Pick<TableFacts, "tableName" | "hostedZoneId">;
  readonly regions: readonly RegionFacts[];
}

/**
 * What lies between the regions: health checks, the shared name's records, alarms of replication, the dashboard. All that
 * changes with the list of regions but for the table and the new region's own stack.
 */
export class ActiveActiveRoutingStack extends BaseStack {
  private readonly config: ActiveActiveConfig;
  private readonly prefix: string;
  private readonly aliases: ReadonlyMap<string, AwsProvider>;

  constructor(scope: Construct, id: string, props: ActiveActiveRoutingStackProps) {
    super(scope, id, props);
    const { environment, config, table, regions } = props;
    this.config = config;
    this.prefix = physicalName(this.names, "items");
    // us-east-1 besides the regions, which may hold it already: the metrics of health checks are there alone.
    const needed = new Set([GLOBAL_REGION, ...regions.map(({ region }) => region)]);
    this.aliases = new Map([...needed].map((region) => [region, this.createAlias(region)]));

    const checks = this.createHealthChecks(regions);
    const targets = regions.map((facts) => ({
      region: facts.region,
      weight: facts.weight,
      domainName: facts.target.domainName,
      hostedZoneId: facts.target.hostedZoneId,
      healthCheckId: checks.ids[facts.region] ?? "",
    }));
    this.createRecords(table.hostedZoneId, targets);
    this.watchReplication(table.tableName, regions);
    new Dashboard(this, "dashboard", {
      name: this.prefix,
      region: environment.region,
      rows: dashboardRows(regions, table.tableName, checks.ids),
    });
    this.createOutputs(checks);
  }

  private createHealthChecks(regions: readonly RegionFacts[]): HealthChecks {
    const { accountId } = this.environment;
    const provider = this.aliasOf(GLOBAL_REGION);
    const place = { accountId, region: GLOBAL_REGION, provider };
    const key = new EncryptionKey(this, "key", {
      ...place,
      name: physicalName(this.names, "items-routing"),
      description: "Encrypts the alarms of the active-active backend's health checks",
      services: ["cloudwatch"],
    });
    const topic = new AlarmTopic(this, "alarms", {
      ...place,
      name: physicalName(this.names, "items-routing-alarms"),
      kmsKeyArn: key.arn,
      subscriptions: this.config.alarmSubscriptions,
      pageAlarmNames: [`${this.prefix}-any-unhealthy`],
    });
    return new HealthChecks(this, "health", {
      name: this.prefix,
      targets: Object.fromEntries(regions.map(({ region, ownName }) => [region, ownName])),
      path: "/health",
      checkerRegions: this.config.routing.checkerRegions,
      topicArn: topic.arn,
      provider,
    });
  }

  private createRecords(zoneId: string, targets: readonly RoutedTarget[]): void {
    const { name } = this.config.domain;
    const { policy } = this.config.routing;
    if (policy === "traffic-policy") {
      new TrafficPolicy(this, "policy", { name: this.prefix, zoneId, domainName: name, targets });
    } else {
      new RoutedRecords(this, "records", { zoneId, name, policy, targets });
    }
  }

  private watchReplication(tableName: string, regions: readonly RegionFacts[]): void {
    new ReplicationAlarms(this, "replication", {
      name: this.prefix,
      tableName,
      regions: regions.map(({ region, topicArn }) => ({ region, topicArn, provider: this.aliasOf(region) })),
    });
  }

  private createOutputs(checks: HealthChecks): void {
    new TerraformOutput(this, "url", {
      value: `https://${this.config.domain.name}`,
      description: "Where the backend is",
    });
    new TerraformOutput(this, "health_check_ids", {
      value: checks.ids,
      description: "Health check of each region, for drills",
    });
  }

  private aliasOf(region: string): AwsProvider {
    return this.aliases.get(region) as AwsProvider;
  }
}
