import { GatewayVpcEndpointAwsService, Peer, Port, SecurityGroup, SubnetType } from "aws-cdk-lib/aws-ec2";
import { RetentionDays } from "aws-cdk-lib/aws-logs";
import { CfnOutput } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { Environment, RegionSettings } from "../environment";
import { AlarmTopic } from "../shared/alarm-topic";
import { EnvironmentStack } from "../shared/environment-stack";
import { ServiceKey } from "../shared/service-key";
import { TieredVpc } from "../shared/tiered-vpc";
import { ItemsApi } from "./items-api";
import { ItemsFunctions } from "./items-functions";

export interface ItemsRegionStackProps {
  readonly environment: Environment;
  readonly region: RegionSettings;
}

/** One region that answers requests: closed network, functions, API, alarms. */
export class ItemsRegionStack extends EnvironmentStack {
  constructor(scope: Construct, id: string, { environment, region }: ItemsRegionStackProps) {
    super(scope, id, environment, region.name);
    const prefix = `project-x-${environment.name}-items`;
    const key = new ServiceKey(this, "key", prefix, ["logs", "cloudwatch"]);
    const vpc = this.createVpc(prefix, region, key);
    const group = new SecurityGroup(this, "functions-group", {
      vpc,
      securityGroupName: prefix,
      description: "Items functions",
      allowAllOutbound: false,
    });
    group.addEgressRule(Peer.anyIpv4(), Port.tcp(443), "DynamoDB over its gateway endpoint");
    const functions = new ItemsFunctions(this, "functions", {
      prefix,
      key,
      vpc,
      securityGroups: [group],
      jwt: environment.api.jwt,
    });
    const { api } = new ItemsApi(this, "api", { prefix, environment, region: region.name, key, functions });
    this.createAlarms(prefix, key, functions);
    new CfnOutput(this, "api-id", { value: api.restApiId });
  }

  private createVpc(name: string, { vpcCidr, zones }: RegionSettings, key: ServiceKey): TieredVpc {
    const vpc = new TieredVpc(this, "vpc", {
      name,
      cidr: vpcCidr,
      zones,
      natGateways: 0,
      key,
      retention: RetentionDays.ONE_YEAR,
      interfaceEndpoints: [],
      subnetConfiguration: [{ name: "private", subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 26 }],
    });
    vpc.addGatewayEndpoint("dynamodb", { service: GatewayVpcEndpointAwsService.DYNAMODB });
    return vpc;
  }

  private createAlarms(prefix: string, key: ServiceKey, functions: ItemsFunctions): void {
    const alarms = new AlarmTopic(this, "alarms", `${prefix}-alarms`, key);
    const { getItem, createItem, health } = functions;
    for (const [name, { functionName }] of Object.entries({ getItem, createItem, health })) {
      const dimensions = { FunctionName: functionName };
      for (const metricName of ["Errors", "Throttles"]) {
        alarms.watch(`${name}-${metricName}`, { namespace: "AWS/Lambda", metricName, dimensions, threshold: 0 });
      }
    }
    const api = { ApiName: prefix, Stage: "prod" };
    for (const [metricName, threshold] of Object.entries({ "5XXError": 5, "4XXError": 500, Latency: 1000 })) {
      alarms.watch(metricName, { namespace: "AWS/ApiGateway", metricName, dimensions: api, threshold });
    }
    const table = { TableName: "MyGlobalTable" };
    for (const metricName of ["SystemErrors", "ReadThrottleEvents", "WriteThrottleEvents"]) {
      alarms.watch(metricName, { namespace: "AWS/DynamoDB", metricName, dimensions: table, threshold: 0 });
    }
  }
}
