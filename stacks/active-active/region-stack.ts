import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { ActiveActiveConfig, ActiveActiveRegionConfig, Environment } from "../../config/schema";
import { CustomDomainName } from "../../modules/api/custom-domain-name";
import { AliasRecords, type AliasTarget } from "../../modules/dns/alias-records";
import { AlarmTopic } from "../../modules/monitoring/alarm-topic";
import { EncryptionKey } from "../../modules/security/encryption-key";
import { required } from "../../modules/shared/errors";
import { BaseStack } from "../base-stack";
import { type ApiLimits, apiLimits } from "./api-limits";
import { BackendAlarms } from "./backend-alarms";
import { type ItemsFunctionName, ItemsFunctions } from "./items-functions";
import { RegionApi } from "./region-api";
import { RegionNetwork } from "./region-network";
import type { RegionPartProps } from "./region-part";
import type { RegionalTableFacts, TableFacts } from "./table-stack";

/** What the routing stack refers to, for one region. */
export interface RegionFacts {
  /** Name of the region. */
  readonly region: string;
  /** Weight under weighted routing, if the configuration has one. */
  readonly weight: number | undefined;
  /** The region's own name, e.g. `eu-west-1.api.example.com`. */
  readonly ownName: string;
  /** Target of the shared name in this region. */
  readonly target: AliasTarget;
  /** Name and stage of the API, as text. */
  readonly api: { readonly name: string; readonly stage: string };
  /** Names of the functions as text, with the highest p99 of their duration in milliseconds. */
  readonly functions: Readonly<Record<ItemsFunctionName, { readonly name: string; readonly p99Ms: number }>>;
  /** ARN of the region's alarm topic. */
  readonly topicArn: string;
}

export interface ActiveActiveRegionStackProps {
  /** The environment that the stack belongs to. */
  readonly environment: Environment;
  /** The architecture's section of the environment. */
  readonly config: ActiveActiveConfig;
  /** This region's part of the section. */
  readonly region: ActiveActiveRegionConfig;
  /** Facts of the table stack. */
  readonly table: TableFacts;
}

/** One region of the active-active backend: closed network, functions, API and alarms. It does not depend on other regions. */
export class ActiveActiveRegionStack extends BaseStack {
  readonly facts: RegionFacts;

  private readonly config: ActiveActiveConfig;
  private readonly shared: RegionalTableFacts;
  private readonly part: RegionPartProps;

  constructor(scope: Construct, id: string, props: ActiveActiveRegionStackProps) {
    const { environment, config, region, table } = props;
    super(scope, id, { environment, region: region.name });
    this.config = config;
    this.shared = required(table.regions, region.name, "regions of the table stack");
    const name = this.nameOf(`items-${region.name}`);
    const key = this.createKey(name);
    this.part = { ...this.account, name, kmsKeyArn: key.arn, logRetentionInDays: config.logRetentionInDays };

    const network = new RegionNetwork(this, "network", { ...this.part, network: region, table: this.shared.table });
    const limits = apiLimits(config.api);
    const { functions } = this.createFunctions(network, limits);
    const { api, stage } = new RegionApi(this, "api", { ...this.part, config: config.api, limits, functions });
    const topic = this.createTopic();
    const ownName = `${region.name}.${config.domain.name}`;
    this.facts = {
      region: region.name,
      weight: region.weight,
      ownName,
      target: this.createNames(api, ownName, table.hostedZoneId),
      api: { name, stage },
      // 99th percentiles. The failover time of 30 s assumes 1 s for health.
      functions: {
        "get-item": { name: `${name}-get-item`, p99Ms: 1_000 },
        "create-item": { name: `${name}-create-item`, p99Ms: 2_000 },
        health: { name: `${name}-health`, p99Ms: 1_000 },
      },
      topicArn: topic.arn,
    };
    this.createAlarms(topic);
    new TerraformOutput(this, "url", {
      value: `https://${ownName}`,
      description: "URL of this region, independent of its health",
    });
  }

  private createKey(name: string): EncryptionKey {
    return new EncryptionKey(this, "key", {
      ...this.account,
      name,
      description: "Encrypts logs, alarms and settings of the active-active backend",
      services: ["logs", "cloudwatch"],
    });
  }

  private createFunctions(network: RegionNetwork, { concurrency }: ApiLimits): ItemsFunctions {
    const { getItem, createItem, health } = concurrency;
    return new ItemsFunctions(this, "functions", {
      ...this.part,
      network,
      table: this.shared.table,
      concurrency: { "get-item": getItem, "create-item": createItem, health },
    });
  }

  private createTopic(): AlarmTopic {
    const { name, kmsKeyArn } = this.part;
    return new AlarmTopic(this, "alarms", {
      ...this.account,
      kmsKeyArn,
      name: `${name}-alarms`,
      subscriptions: this.config.alarmSubscriptions,
    });
  }

  /** The routing stack creates the record of the shared name. The own name has simple records, so that health checks always find it. */
  private createNames(api: RegionApi["api"], ownName: string, zoneId: string): AliasTarget {
    const { certificateArn } = this.shared;
    const shared = new CustomDomainName(this, "shared-name", {
      domainName: this.config.domain.name,
      certificateArn,
      api,
    });
    const own = new CustomDomainName(this, "own-name", { domainName: ownName, certificateArn, api });
    new AliasRecords(this, "own-records", { zoneId, name: ownName, target: own.target });
    return shared.target;
  }

  private createAlarms(topic: AlarmTopic): void {
    const { api, functions } = this.facts;
    const alarms = new BackendAlarms(this, "watch", {
      name: this.part.name,
      topicArn: topic.arn,
      api,
      functions,
      tableName: this.shared.table.name,
    });
    topic.page(alarms.serverErrors, alarms.systemErrors);
  }
}
