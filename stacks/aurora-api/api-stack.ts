import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { AuroraApiConfig, Environment } from "../../config/schema";
import { ApiAlarms } from "../../modules/api/api-alarms";
import { HttpApi, type HttpApiAuth } from "../../modules/api/http-api";
import type { WatchedApi } from "../../modules/api/metrics";
import type { DatabaseRole } from "../../modules/database/database-roles";
import { LambdaFunction } from "../../modules/functions/lambda-function";
import { AlarmTopic } from "../../modules/monitoring/alarm-topic";
import { EncryptionKey } from "../../modules/security/encryption-key";
import { SecurityGroup } from "../../modules/security/security-group";
import { BaseStack } from "../base-stack";
import type { DataFacts } from "./data-stack";
import { DatabasesRestApi } from "./databases-rest-api";
import type { NetworkFacts } from "./network-stack";

export interface AuroraApiApiStackProps {
  /** The environment that the stack belongs to. */
  readonly environment: Environment;
  /** The environment's section of the relational API. */
  readonly config: AuroraApiConfig;
  /** Facts of the network stack. */
  readonly network: NetworkFacts;
  /** Facts of the data stack. */
  readonly data: DataFacts;
}

/** Facts of an API, whatever its type. */
interface DeployedApi {
  /** Without a trailing slash. */
  readonly url: string;
  readonly invokeArn: string;
  readonly watched: WatchedApi;
}

/** Timeout of the function in seconds. The limits of its steps are shorter. The API waits one second longer. */
const FUNCTION_SECONDS = 20;

/** Database user of the function. */
const USER: DatabaseRole = "api";

/** The API and its function, which connects to the proxy as the database user `api` with an IAM token of its IAM role. */
export class AuroraApiApiStack extends BaseStack {
  private readonly config: AuroraApiConfig;
  /** Name of the API and prefix of its alarms' names. */
  private readonly name: string;
  private readonly kmsKeyArn: string;

  constructor(scope: Construct, id: string, props: AuroraApiApiStackProps) {
    super(scope, id, props);
    this.config = props.config;
    this.name = this.nameOf("aurora-api");
    this.kmsKeyArn = this.createKey();

    const databases = this.createFunction(props, this.createSecurityGroup(props.network));
    const api = this.createApi(databases);
    this.createAlarms(api.watched);
    new TerraformOutput(this, "url", {
      value: `${api.url}/databases`,
      description: "URL that lists the databases",
    });
    new TerraformOutput(this, "invoke_arn", {
      value: api.invokeArn,
      description: "ARN for which callers need execute-api:Invoke",
    });
  }

  private createKey(): string {
    return new EncryptionKey(this, "key", {
      ...this.account,
      name: this.nameOf("aurora-api"),
      description: "Encrypts logs, environment and alarms of the relational API",
      services: ["logs", "cloudwatch"],
    }).arn;
  }

  private createSecurityGroup({ vpc }: NetworkFacts): SecurityGroup {
    const group = new SecurityGroup(this, "security-group", {
      name: this.nameOf("aurora-databases"),
      description: "The function that lists the databases",
      vpcId: vpc.vpcId,
    });
    group.allowTo("to-aws", {
      peer: { cidrIpv4: "0.0.0.0/0" },
      port: 443,
      description: "HTTPS to AWS services",
    });
    return group;
  }

  private createFunction({ network, data }: AuroraApiApiStackProps, group: SecurityGroup): LambdaFunction {
    const { proxy, clientSecurityGroupId } = data;
    return new LambdaFunction(this, "databases", {
      ...this.account,
      name: this.nameOf("aurora-databases", "lambda-function"),
      description: "Lists the databases of the Aurora cluster",
      entry: "lambdas/databases/handler.ts",
      kmsKeyArn: this.kmsKeyArn,
      logRetentionInDays: this.config.logRetentionInDays,
      timeoutSeconds: FUNCTION_SECONDS,
      reservedConcurrency: this.config.api.concurrency,
      network: {
        subnetIds: network.zones.map((zone) => zone.private.subnetId),
        securityGroupIds: [group.securityGroupId, clientSecurityGroupId],
      },
      environment: {
        DATABASE_HOST: proxy.writer.address,
        DATABASE_PORT: String(proxy.writer.port),
        DATABASE_USER: USER,
      },
      statements: proxy.connectStatements(USER),
    });
  }

  private createApi(databases: LambdaFunction): DeployedApi {
    const { gateway } = this.config.api;
    return gateway.type === "http"
      ? this.createHttpApi(databases, gateway.auth)
      : this.createRestApi(databases, gateway.requestsPer5Minutes);
  }

  private createHttpApi(databases: LambdaFunction, auth?: HttpApiAuth): DeployedApi {
    const { requestsPerSecond, burst } = this.config.api;
    const { apiId, url, executionArn } = new HttpApi(this, "api", {
      name: this.name,
      description: "Relational API on Aurora Serverless v2",
      routes: [
        {
          method: "GET",
          path: "/databases",
          target: databases,
          timeoutMilliseconds: (FUNCTION_SECONDS + 1) * 1000,
        },
      ],
      auth,
      requestsPerSecond,
      burst,
      kmsKeyArn: this.kmsKeyArn,
      logRetentionInDays: this.config.logRetentionInDays,
    });
    return { url, invokeArn: `${executionArn}/$default/GET/databases`, watched: { type: "http", apiId } };
  }

  private createRestApi({ name }: LambdaFunction, requestsPer5Minutes?: number): DeployedApi {
    const { requestsPerSecond, burst } = this.config.api;
    const { api, invokeArn } = new DatabasesRestApi(this, "rest-api", {
      ...this.account,
      name: this.name,
      databases: { name, plainName: this.nameOf("aurora-databases", "lambda-function") },
      throttling: { requestsPerSecond, burst },
      requestsPer5Minutes,
      kmsKeyArn: this.kmsKeyArn,
      logRetentionInDays: this.config.logRetentionInDays,
    });
    return { url: api.url, invokeArn, watched: { type: "rest", name: api.name, stage: api.stageName } };
  }

  private createAlarms(api: WatchedApi): void {
    const topic = new AlarmTopic(this, "alarms", {
      ...this.account,
      name: this.nameOf("aurora-api-alarms"),
      kmsKeyArn: this.kmsKeyArn,
      subscriptions: this.config.alarmSubscriptions,
    });
    const alarms = new ApiAlarms(this, "api-alarms", { name: this.name, api, topicArn: topic.arn });
    topic.page(alarms.errors);
  }
}
