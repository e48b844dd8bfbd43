import { type CfnStage, HttpApi, HttpMethod, HttpNoneAuthorizer } from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { Peer, Port, SecurityGroup } from "aws-cdk-lib/aws-ec2";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { CfnOutput } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { Environment } from "../environment";
import { AlarmTopic } from "../shared/alarm-topic";
import { EnvironmentStack } from "../shared/environment-stack";
import { LoggedFunction } from "../shared/logged-function";
import { ServiceKey } from "../shared/service-key";
import type { AuroraDataStack } from "./data-stack";
import type { AuroraNetworkStack } from "./network-stack";

export interface AuroraApiStackProps {
  readonly environment: Environment;
  readonly network: AuroraNetworkStack;
  readonly data: AuroraDataStack;
}

/** The HTTP API of the databases. */
export class AuroraApiStack extends EnvironmentStack {
  constructor(scope: Construct, id: string, { environment, network, data }: AuroraApiStackProps) {
    super(scope, id, environment);
    const prefix = `project-x-${environment.name}-aurora`;
    const key = new ServiceKey(this, "key", `${prefix}-api`, ["logs", "cloudwatch"]);
    const group = new SecurityGroup(this, "function", {
      vpc: network.vpc,
      securityGroupName: `${prefix}-api`,
      description: "Functions of the databases API",
      allowAllOutbound: false,
    });
    group.addEgressRule(Peer.ipv4(network.vpc.vpcCidrBlock), Port.tcp(443), "HTTPS in the VPC");
    const handler = new LoggedFunction(this, "databases", {
      name: `${prefix}-databases`,
      code: "databases",
      key,
      retention: RetentionDays.ONE_YEAR,
      vpc: network.vpc,
      securityGroups: [group, data.proxyClients],
      environment: { PROXY: data.proxy.endpoint },
    });
    data.proxy.grantConnect(handler, "api");
    const api = this.createApi(prefix, handler, key);
    const alarms = new AlarmTopic(this, "alarms", `${prefix}-api-alarms`, key);
    const dimensions = { ApiId: api.apiId };
    alarms.watch("5xx", { namespace: "AWS/ApiGateway", metricName: "5xx", dimensions, threshold: 5 });
    alarms.watch("latency", {
      namespace: "AWS/ApiGateway",
      metricName: "Latency",
      dimensions,
      threshold: 2000,
      statistic: "p99",
    });
    new CfnOutput(this, "endpoint", { value: api.apiEndpoint });
  }

  private createApi(apiName: string, handler: LoggedFunction, encryptionKey: ServiceKey): HttpApi {
    const log = new LogGroup(this, "access-log", {
      logGroupName: `/aws/apigateway/${apiName}`,
      encryptionKey,
      retention: RetentionDays.ONE_YEAR,
    });
    const api = new HttpApi(this, "api", { apiName });
    api.addRoutes({
      path: "/databases",
      methods: [HttpMethod.GET],
      integration: new HttpLambdaIntegration("databases", handler),
      authorizer: new HttpNoneAuthorizer(),
    });
    const stage = api.defaultStage?.node.defaultChild as CfnStage;
    stage.accessLogSettings = {
      destinationArn: log.logGroupArn,
      format: JSON.stringify({ requestId: "$context.requestId", status: "$context.status" }),
    };
    stage.defaultRouteSettings = { throttlingBurstLimit: 100, throttlingRateLimit: 50, detailedMetricsEnabled: true };
    return api;
  }
}
