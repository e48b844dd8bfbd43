import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { AuroraApiConfig, Environment } from "../../config/schema";
import { LambdaFunction } from "../../modules/compute/lambda-function";
import { EncryptionKey } from "../../modules/data/encryption-key";
import { HttpApi } from "../../modules/edge/http-api";
import { SecurityGroup } from "../../modules/network/security-group";
import { AlarmTopic } from "../../modules/observability/alarm-topic";
import { HttpApiAlarms } from "../../modules/observability/http-api-alarms";
import { arnOf } from "../../modules/shared/arn";
import { RegionalStack } from "../regional-stack";
import type { DataFacts } from "./data-stack";
import type { NetworkFacts } from "./network-stack";

export interface AuroraApiApiStackProps {
  readonly environment: Environment;
  readonly config: AuroraApiConfig;
  readonly network: NetworkFacts;
  readonly data: DataFacts;
}

/** Seconds that the function may take; its own limits end every step before. The API waits a second longer. */
const FUNCTION_SECONDS = 20;

/** The HTTP API and the function behind it, which speaks to the proxy as one user with a token of its role. */
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
    this.createAlarms(api);
    new TerraformOutput(this, "url", {
      value: `${api.url}/databases`,
      description: "What lists the databases, for requests that are signed with SigV4",
    });
    new TerraformOutput(this, "invoke_arn", {
      value: `${api.executionArn}/$default/GET/databases`,
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
      vpcId: this.network.vpcId,
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
        subnetIds: this.network.privateSubnetIds,
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

  private createApi(databases: LambdaFunction): HttpApi {
    return new HttpApi(this, "api", {
      name: this.nameOf("aurora-api"),
      description: "Relational API on Aurora Serverless v2",
      routes: [
        {
          method: "GET",
          path: "/databases",
          target: databases,
          timeoutMilliseconds: (FUNCTION_SECONDS + 1) * 1000,
        },
      ],
      requestsPerSecond: this.config.api.requestsPerSecond,
      burst: this.config.api.burst,
      kmsKeyArn: this.kmsKeyArn,
      logRetentionInDays: this.config.logRetentionInDays,
    });
  }

  private createAlarms(api: HttpApi): void {
    const name = this.nameOf("aurora-api");
    const topic = new AlarmTopic(this, "alarms", {
      ...this.account,
      name: this.nameOf("aurora-api-alarms"),
      kmsKeyArn: this.kmsKeyArn,
      subscriptions: this.config.alarmSubscriptions,
      pageAlarmNames: [`${name}-errors`],
    });
    new HttpApiAlarms(this, "api-alarms", { name, apiId: api.apiId, topicArn: topic.arn });
  }
}
