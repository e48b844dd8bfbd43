import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { ActiveActiveConfig, ActiveActiveRegionConfig, Environment } from "../../config/schema";
import { CustomDomainName } from "../../modules/api/custom-domain-name";
import { AliasRecords, type AliasTarget } from "../../modules/dns/alias-records";
import { AlarmTopic } from "../../modules/monitoring/alarm-topic";
import { EncryptionKey } from "../../modules/security/encryption-key";
import { required } from "../../modules/shared/errors";
import { regionsByState } from "../../modules/shared/region-states";
import { BaseStack } from "../base-stack";
import { type ApiLimits, apiLimits } from "./api-limits";
import { BackendAlarms } from "./backend-alarms";
import { ItemsFunctions } from "./items-functions";
import { itemsMethods, itemsMetrics } from "./items-metrics";
import { RegionApi } from "./region-api";
import { RegionNetwork } from "./region-network";
import type { RegionPartProps } from "./region-part";
import { TableBackup } from "./table-backup";
import type { RegionalNames, RegionalTableFacts, TableFacts } from "./table-stack";
import { type WatchedFunctions, watchedFunctions } from "./watched-functions";

/** What the routing stack refers to, for one region. */
export interface RegionFacts {
  /** Name of the region. */
  readonly region: string;
  /** Weight under weighted routing, if the configuration has one. */
  readonly weight: number | undefined;
  /** The region's own name and the target of the shared name. Undefined without a domain. */
  readonly names: RegionNames | undefined;
  /** Name and stage of the API, as text. */
  readonly api: { readonly name: string; readonly stage: string };
  /** Names of the functions as text, with the limits of their alarms. */
  readonly functions: WatchedFunctions;
  /** ARN of the region's alarm topic. */
  readonly topicArn: string;
}

/** The names under which Route 53 finds a region. */
export interface RegionNames {
  /** The region's own name, e.g. `eu-west-1.api.example.com`. */
  readonly ownName: string;
  /** Target of the shared name in this region. */
  readonly target: AliasTarget;
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
    const backend = this.nameOf("items");
    this.part = { ...this.account, name, backend, kmsKeyArn: key.arn, logRetentionInDays: config.logRetentionInDays };

    const network = new RegionNetwork(this, "network", { ...this.part, network: region, table: this.shared.table });
    const limits = apiLimits(config.api);
    const { functions } = this.createFunctions(network, limits);
    const { names } = this.shared;
    const { api, stage } = new RegionApi(this, "api", {
      ...this.part,
      config: config.api,
      limits,
      functions,
      // Without a name of its own, the API is reachable at its default endpoint only.
      defaultEndpoint: names === undefined,
    });
    const topic = this.createTopic();
    this.facts = {
      region: region.name,
      weight: region.weight,
      names: names && { ownName: names.own, target: this.createNames(api, names) },
      api: { name, stage },
      functions: watchedFunctions(this.part, config.api.auth.type),
      topicArn: topic.arn,
    };
    this.createAlarms(topic);
    this.createBackup(topic, region);
    new TerraformOutput(this, "url", {
      value: names ? `https://${names.own}` : api.url,
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
    const { auth } = this.config.api;
    return new ItemsFunctions(this, "functions", {
      ...this.part,
      network,
      table: this.shared.table,
      peers: regionsByState(this.config.regions)
        .deployed.map(({ name }) => name)
        .filter((name) => name !== this.part.region),
      concurrency: { "get-item": getItem, "create-item": createItem, health },
      ownership: auth.type === "none" ? undefined : auth.ownership,
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
  private createNames(api: RegionApi["api"], names: RegionalNames): AliasTarget {
    const { certificateArn, hostedZoneId } = names;
    const shared = new CustomDomainName(this, "shared-name", { domainName: names.shared, certificateArn, api });
    const own = new CustomDomainName(this, "own-name", { domainName: names.own, certificateArn, api });
    new AliasRecords(this, "own-records", { zoneId: hostedZoneId, name: names.own, target: own.target });
    return shared.target;
  }

  private createBackup(
    topic: AlarmTopic,
    { name, deletionProtection, backup = name === this.config.regions[0]?.name }: ActiveActiveRegionConfig,
  ): void {
    if (!backup) {
      return;
    }
    new TableBackup(this, "backup", {
      ...this.part,
      backupName: this.nameOf(`backup-${name}`, "backup-vault"),
      table: this.shared.table,
      config: this.config.backup,
      topicArn: topic.arn,
      forceDestroy: !(deletionProtection ?? this.config.deletionProtection ?? true),
    });
  }

  private createAlarms(topic: AlarmTopic): void {
    const { api, functions } = this.facts;
    const { name, backend, region } = this.part;
    const alarms = new BackendAlarms(this, "watch", {
      name,
      topicArn: topic.arn,
      methods: itemsMethods(api),
      functions,
      tableName: this.shared.table.name,
      ...(functions.authorizer ? { keyDownloadFailures: itemsMetrics(backend, region).keyDownloadFailures } : {}),
    });
    topic.page(...alarms.paging);
  }
}
