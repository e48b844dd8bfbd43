import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { ActiveActiveConfig, ActiveActiveRegionConfig, Environment } from "../../config/schema";
import { ApiName } from "../../modules/api/api-name";
import { AliasRecords } from "../../modules/dns/alias-records";
import { AlarmTopic } from "../../modules/monitoring/alarm-topic";
import { EncryptionKey } from "../../modules/security/encryption-key";
import { type NameScope, physicalName } from "../../modules/shared/names";
import { BaseStack } from "../base-stack";
import { BackendAlarms } from "./backend-alarms";
import { ItemsFunctions } from "./items-functions";
import { createRegionApi } from "./region-api";
import type { RegionCommons } from "./region-commons";
import { createRegionNetwork, type RegionNetwork } from "./region-network";
import type { TableFacts } from "./table-stack";

/** What routing knows of one region. */
export interface RegionFacts {
  readonly region: string;
  readonly weight: number;
  /** The region's own name, e.g. `eu-west-1.api.example.com`. */
  readonly ownName: string;
  /** What the shared name leads to here. */
  readonly target: { readonly domainName: string; readonly hostedZoneId: string };
  readonly apiName: string;
  readonly stage: string;
  /** Names by what the functions do. */
  readonly functionNames: Readonly<Record<string, string>>;
  readonly topicArn: string;
}

export interface ActiveActiveRegionStackProps {
  readonly environment: Environment;
  readonly config: ActiveActiveConfig;
  readonly region: ActiveActiveRegionConfig;
  readonly table: TableFacts;
}

/** Longest time of the slowest hundredth of calls, milliseconds. Health: what the failover's 30 s are counted on. */
const P99_MS = { "get-item": 1_000, "create-item": 2_000, health: 1_000 } as const;

/** One region of the active-active backend: closed network, functions, API with its names, alarms. Knows no other region. */
export class ActiveActiveRegionStack extends BaseStack implements RegionFacts {
  readonly region: string;
  readonly weight: number;
  readonly ownName: string;
  readonly target: { readonly domainName: string; readonly hostedZoneId: string };
  readonly apiName: string;
  readonly stage: string;
  readonly functionNames: Readonly<Record<string, string>>;
  readonly topicArn: string;

  private readonly config: ActiveActiveConfig;
  private readonly table: TableFacts;
  private readonly commons: RegionCommons;

  constructor(scope: Construct, id: string, props: ActiveActiveRegionStackProps) {
    const { environment, config, region, table } = props;
    super(scope, id, { environment, region: region.name });
    const names: NameScope = { project: environment.project, environment: environment.name };
    this.region = region.name;
    this.weight = region.weight;
    this.config = config;
    this.table = table;
    const place = { accountId: environment.accountId, region: region.name };
    const name = physicalName(names, `items-${region.name}`);
    const key = new EncryptionKey(this, "key", {
      ...place,
      name,
      description: "Encrypts logs, alarms and settings of the active-active backend",
      services: ["logs", "cloudwatch"],
    });
    this.commons = { ...place, name, kmsKeyArn: key.arn, logRetentionInDays: config.logRetentionInDays };

    const network = createRegionNetwork(this, {
      ...this.commons,
      network: region,
      table: { name: table.tableName, arn: this.tableArn },
    });
    const { functions } = this.createFunctions(network);
    const api = createRegionApi(this, { ...this.commons, config: config.api, functions });
    this.topicArn = this.createTopic();
    this.ownName = `${region.name}.${config.domain.name}`;
    this.target = this.createNames(api.restApiId, api.stageName);
    this.apiName = name;
    this.stage = config.api.stage;
    this.functionNames = Object.fromEntries(Object.keys(P99_MS).map((which) => [which, `${name}-${which}`]));
    this.createAlarms();
    new TerraformOutput(this, "url", {
      value: `https://${this.ownName}`,
      description: "This region alone, whatever its health",
    });
  }

  private createFunctions(network: RegionNetwork): ItemsFunctions {
    const { getItem, createItem, health } = this.config.api.concurrency;
    const kmsKeyArn = this.table.tableKeyArns[this.region];
    return new ItemsFunctions(this, "functions", {
      ...this.commons,
      network,
      table: { name: this.table.tableName, arn: this.tableArn, ...(kmsKeyArn ? { kmsKeyArn } : {}) },
      concurrency: { "get-item": getItem, "create-item": createItem, health },
    });
  }

  private createTopic(): string {
    const { name, accountId, region, kmsKeyArn } = this.commons;
    return new AlarmTopic(this, "alarms", {
      accountId,
      region,
      kmsKeyArn,
      name: `${name}-alarms`,
      subscriptions: this.config.alarmSubscriptions,
      pageAlarmNames: [`${name}-server-errors`, `${name}-system-errors`],
    }).arn;
  }

  /** The shared name's record is routing's; the region's own leads here without a question, so that checks find it. */
  private createNames(restApiId: string, stageName: string): RegionFacts["target"] {
    const certificateArn = this.table.certificateArns[this.region] ?? "";
    const api = { restApiId, stageName, certificateArn };
    const shared = new ApiName(this, "shared-name", { ...api, name: this.config.domain.name });
    const own = new ApiName(this, "own-name", { ...api, name: this.ownName });
    const zoneId = this.table.hostedZoneId;
    new AliasRecords(this, "own-records", { zoneId, name: this.ownName, target: own.target });
    return shared.target;
  }

  private createAlarms(): void {
    const { name } = this.commons;
    new BackendAlarms(this, "watch", {
      name,
      topicArn: this.topicArn,
      api: { name: this.apiName, stage: this.stage },
      functions: Object.fromEntries(
        Object.entries(P99_MS).map(([which, p99Ms]) => [which, { name: `${name}-${which}`, p99Ms }]),
      ),
      tableName: this.table.tableName,
    });
  }

  private get tableArn(): string {
    return this.table.tableArns[this.region] ?? "";
  }
}
