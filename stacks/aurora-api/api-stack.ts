import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { AuroraApiConfig, Environment } from "../../config/schema";
import { ApiAlarms, type WatchedApi } from "../../modules/api/api-alarms";
import { HttpApi, type HttpApiAuth, type HttpApiProps } from "../../modules/api/http-api";
import { LambdaFunction } from "../../modules/functions/lambda-function";
import { AlarmTopic } from "../../modules/monitoring/alarm-topic";
import { EncryptionKey } from "../../modules/security/encryption-key";
import { SecurityGroup } from "../../modules/security/security-group";
import { arnOf } from "../../modules/shared/arn";
import { RegionalStack } from "../regional-stack";
import type { DataFacts } from "./data-stack";
import { DatabasesRestApi } from "./databases-rest-api";
import type { NetworkFacts } from "./network-stack";

export interface AuroraApiApiStackProps {
  readonly environment: Environment;
  readonly config: AuroraApiConfig;
  readonly network: NetworkFacts;
  readonly data: DataFacts;
}

/** What either kind of API is given. */
type ApiSettings = Pick<HttpApiProps, "name" | "requestsPerSecond" | "burst" | "kmsKeyArn" | "logRetentionInDays">;

/** What is known of either kind once it stands. */
interface DeployedApi {
  /** Without a trailing slash. */
  readonly url: string;
  readonly invokeArn: string;
  readonly watched: WatchedApi;
}

/** Seconds that the function may take; its own limits end every step before. The API waits a second longer. */
const FUNCTION_SECONDS = 20;

/** The API and the function behind it, which speaks to the proxy as one user with a token of its role. */
export class AuroraApiApiStack extends RegionalStack {
  private readonly config: AuroraApiConfig;
  private readonly network: NetworkFacts;
  private readonly data: DataFacts;
  private readonly kmsKeyArn: string;

  constructor(scope: Construct, id: string, props: AuroraApiApiStackProps) {
    super(scope, id, props);
    const { config, network, data } = props;
    this.config = config;
    this.network = network;
    this.data = data;
    this.kmsKeyArn = this.createKey();

    const api = this.createApi(this.createFunction(this.createSecurityGroup()));
    this.createAlarms(api.watched);
    new TerraformOutput(this, "url", {
      value: `${api.url}/databases`,
      description: "What lists the databases, for whoever may call it",
    });
    new TerraformOutput(this, "invoke_arn", {
      value: api.invokeArn,
      description: "What callers need execute-api:Invoke on",
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

  private createSecurityGroup(): SecurityGroup {
    const group = new SecurityGroup(this, "security-group", {
      name: this.nameOf("aurora-databases"),
      description: "The function that lists the databases",
      vpcId: this.network.vpc.vpcId,
    });
    group.allowTo("to-aws", {
      peer: { cidrIpv4: "0.0.0.0/0" },
      port: 443,
      description: "HTTPS to AWS services",
    });
    return group;
  }

  private createFunction(group: SecurityGroup): LambdaFunction {
    const { proxyEndpoint, proxyPort, proxyResourceId, proxyClientSecurityGroupId, applicationUsername } = this.data;
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
        subnetIds: this.network.zones.map((zone) => zone.private.subnetId),
        securityGroupIds: [group.securityGroupId, proxyClientSecurityGroupId],
      },
      environment: {
        DATABASE_HOST: proxyEndpoint,
        DATABASE_PORT: String(proxyPort),
        DATABASE_USER: applicationUsername,
      },
      statements: [
        {
          sid: "ConnectAsTheApplication",
          actions: ["rds-db:connect"],
          resources: [
            arnOf({
              ...this.account,
              service: "rds-db",
              resource: `dbuser:${proxyResourceId}/${applicationUsername}`,
            }),
          ],
        },
      ],
    });
  }

  private createApi(databases: LambdaFunction): DeployedApi {
    const { gateway, requestsPerSecond, burst } = this.config.api;
    const settings = {
      name: this.nameOf("aurora-api"),
      requestsPerSecond,
      burst,
      kmsKeyArn: this.kmsKeyArn,
      logRetentionInDays: this.config.logRetentionInDays,
    };
    return gateway.type === "http"
      ? this.createHttpApi(databases, settings, gateway.auth)
      : this.createRestApi(databases, settings, gateway.requestsPer5Minutes);
  }

  private createHttpApi(databases: LambdaFunction, settings: ApiSettings, auth: HttpApiAuth): DeployedApi {
    const { apiId, url, executionArn } = new HttpApi(this, "api", {
      ...settings,
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
    });
    return { url, invokeArn: `${executionArn}/$default/GET/databases`, watched: { type: "http", apiId } };
  }

  private createRestApi(databases: LambdaFunction, settings: ApiSettings, requestsPer5Minutes: number): DeployedApi {
    const { api, invokeArn } = new DatabasesRestApi(this, "rest-api", {
      ...this.account,
      ...settings,
      loggingRoleName: this.nameOf("aurora-api-logs", "iam-role"),
      functionName: databases.name,
      invocationName: this.nameOf("aurora-databases", "lambda-function"),
      requestsPer5Minutes,
    });
    return { url: api.url, invokeArn, watched: { type: "rest", name: api.name, stage: api.stageName } };
  }

  private createAlarms(api: WatchedApi): void {
    const name = this.nameOf("aurora-api");
    const topic = new AlarmTopic(this, "alarms", {
      ...this.account,
      name: this.nameOf("aurora-api-alarms"),
      kmsKeyArn: this.kmsKeyArn,
      subscriptions: this.config.alarmSubscriptions,
      pageAlarmNames: [`${name}-errors`],
    });
    new ApiAlarms(this, "api-alarms", { name, api, topicArn: topic.arn });
  }
}
