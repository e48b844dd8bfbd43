import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { ActiveActiveConfig, ActiveActiveRegionConfig, Environment } from "../../config/schema";
import { ItemsFunctions } from "../../modules/compute/items-functions";
import { LambdaFunction } from "../../modules/compute/lambda-function";
import { EncryptionKey } from "../../modules/data/encryption-key";
import { AliasRecords } from "../../modules/edge/alias-records";
import { ApiLogging } from "../../modules/edge/api-logging";
import { ApiName } from "../../modules/edge/api-name";
import { ItemsApi, type ItemsAuth } from "../../modules/edge/items-api";
import { RegionalWebAcl } from "../../modules/edge/regional-web-acl";
import { DynamodbGatewayEndpoint } from "../../modules/network/dynamodb-gateway-endpoint";
import { SecurityGroup } from "../../modules/network/security-group";
import { SubnetTier } from "../../modules/network/subnet-tier";
import { Vpc } from "../../modules/network/vpc";
import { AlarmTopic } from "../../modules/observability/alarm-topic";
import { BackendAlarms } from "../../modules/observability/backend-alarms";
import { VpcFlowLogs } from "../../modules/observability/vpc-flow-logs";
import { type NameScope, physicalName } from "../../modules/shared/names";
import { BaseStack } from "../base-stack";
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
  private readonly network: ActiveActiveRegionConfig;
  private readonly table: TableFacts;
  private readonly place: { readonly accountId: string; readonly region: string };
  /** Prefix of every name here. With the region: IAM's names are the account's, not the region's. */
  private readonly prefix: string;
  private readonly key: EncryptionKey;

  constructor(scope: Construct, id: string, props: ActiveActiveRegionStackProps) {
    const { environment, config, region, table } = props;
    super(scope, id, { environment, region: region.name });
    const names: NameScope = { project: environment.project, environment: environment.name };
    this.region = region.name;
    this.weight = region.weight;
    this.config = config;
    this.network = region;
    this.table = table;
    this.place = { accountId: environment.accountId, region: region.name };
    this.prefix = physicalName(names, `items-${region.name}`);
    this.key = new EncryptionKey(this, "key", {
      ...this.place,
      name: this.prefix,
      description: "Encrypts logs, alarms and settings of the active-active backend",
      services: ["logs", "cloudwatch"],
    });

    const functions = this.createFunctions(this.createNetwork());
    const { api } = this.createApi(functions);
    this.guard(api.stageArn);
    this.topicArn = this.createTopic();
    this.ownName = `${region.name}.${config.domain.name}`;
    this.target = this.createNames(api.restApiId, api.stageName);
    this.apiName = this.prefix;
    this.stage = config.api.stage;
    this.functionNames = Object.fromEntries(Object.keys(P99_MS).map((which) => [which, `${this.prefix}-${which}`]));
    this.createAlarms();
    new TerraformOutput(this, "url", {
      value: `https://${this.ownName}`,
      description: "This region alone, whatever its health",
    });
  }

  /** No internet gateway, no NAT gateway, no peer: a route to DynamoDB, and nothing else. */
  private createNetwork() {
    const { prefix: name, place, table } = this;
    const vpc = new Vpc(this, "vpc", { name, cidr: this.network.vpcCidr, internet: "closed" });
    const subnets = new SubnetTier(this, "private", {
      name,
      tier: "private",
      vpcId: vpc.vpcId,
      ranges: this.network.zones.map((zone) => ({ zone: zone.name, cidr: zone.privateCidr })),
    });
    const endpoint = new DynamodbGatewayEndpoint(this, "dynamodb", {
      ...place,
      name: `${name}-dynamodb`,
      vpcId: vpc.vpcId,
      routeTableIds: subnets.routeTableIds,
      tableArn: this.tableArn,
      actions: ["dynamodb:GetItem", "dynamodb:PutItem"],
    });
    const group = new SecurityGroup(this, "functions-security-group", {
      name: `${name}-functions`,
      description: `Functions that use ${table.tableName}`,
      vpcId: vpc.vpcId,
    });
    group.allowTo("to-dynamodb", {
      peer: { prefixListId: endpoint.prefixListId },
      port: 443,
      description: "HTTPS to DynamoDB of this region",
    });
    new VpcFlowLogs(this, "flow-logs", {
      ...place,
      name: `${name}-flow-logs`,
      vpcId: vpc.vpcId,
      kmsKeyArn: this.key.arn,
      retentionInDays: this.config.logRetentionInDays,
    });
    return { subnetIds: subnets.subnetIds, securityGroupIds: [group.securityGroupId] };
  }

  private createFunctions(network: { subnetIds: readonly string[]; securityGroupIds: readonly string[] }) {
    const { getItem, createItem, health } = this.config.api.concurrency;
    const kmsKeyArn = this.table.tableKeyArns[this.region];
    return new ItemsFunctions(this, "functions", {
      ...this.place,
      name: this.prefix,
      network,
      table: { name: this.table.tableName, arn: this.tableArn, ...(kmsKeyArn ? { kmsKeyArn } : {}) },
      concurrency: { "get-item": getItem, "create-item": createItem, health },
      kmsKeyArn: this.key.arn,
      logRetentionInDays: this.config.logRetentionInDays,
    });
  }

  private createApi({ functions }: ItemsFunctions): ItemsApi {
    const { stage, throttling } = this.config.api;
    const logging = new ApiLogging(this, "api-logging", {
      name: `${this.prefix}-api-logs`,
      region: this.region,
    });
    return new ItemsApi(this, "items", {
      ...this.place,
      name: this.prefix,
      functions,
      auth: this.createAuth(),
      stage,
      throttling,
      kmsKeyArn: this.key.arn,
      logRetentionInDays: this.config.logRetentionInDays,
      logging: logging.resource,
    });
  }

  /** The authorizer stands outside the VPC: it fetches the issuers' keys from the internet, and never sees an item. */
  private createAuth(): ItemsAuth {
    const { auth, concurrency } = this.config.api;
    if (auth.type !== "jwt") {
      return auth;
    }
    const authorizer = new LambdaFunction(this, "authorizer", {
      ...this.place,
      name: `${this.prefix}-authorizer`,
      description: "Judges the bearer tokens of callers",
      entry: "lambdas/items/authorizer/handler.ts",
      kmsKeyArn: this.key.arn,
      logRetentionInDays: this.config.logRetentionInDays,
      // Two fetches of keys that hang, 2 s each, and the start.
      timeoutSeconds: 10,
      reservedConcurrency: concurrency.authorizer,
      environment: { ISSUERS: JSON.stringify(auth.issuers) },
    });
    return { type: "jwt", authorizer, cacheSeconds: auth.cacheSeconds };
  }

  private guard(stageArn: string): void {
    const { webAcl } = this.config.api;
    if (webAcl !== "none") {
      new RegionalWebAcl(this, "web-acl", {
        ...this.place,
        name: this.prefix,
        stageArn,
        requestsPer5Minutes: webAcl.requestsPer5Minutes,
        kmsKeyArn: this.key.arn,
        logRetentionInDays: this.config.logRetentionInDays,
      });
    }
  }

  private createTopic(): string {
    return new AlarmTopic(this, "alarms", {
      ...this.place,
      name: `${this.prefix}-alarms`,
      kmsKeyArn: this.key.arn,
      subscriptions: this.config.alarmSubscriptions,
      pageAlarmNames: [`${this.prefix}-server-errors`, `${this.prefix}-system-errors`],
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
    new BackendAlarms(this, "watch", {
      name: this.prefix,
      topicArn: this.topicArn,
      api: { name: this.apiName, stage: this.stage },
      functions: Object.fromEntries(
        Object.entries(P99_MS).map(([which, p99Ms]) => [which, { name: `${this.prefix}-${which}`, p99Ms }]),
      ),
      tableName: this.table.tableName,
    });
  }

  private get tableArn(): string {
    return this.table.tableArns[this.region] ?? "";
  }
}
