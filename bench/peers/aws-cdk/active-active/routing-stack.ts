import { ComparisonOperator, Dashboard, GraphWidget, Metric } from "aws-cdk-lib/aws-cloudwatch";
import { CfnHealthCheck } from "aws-cdk-lib/aws-route53";
import type { Construct } from "constructs";
import type { RegionSettings } from "../environment";
import { AlarmTopic } from "../shared/alarm-topic";
import { EnvironmentStack, type EnvironmentStackProps } from "../shared/environment-stack";
import { ServiceKey } from "../shared/service-key";

/** Health checks of the regions, their alarms and the dashboard. Their metrics are in us-east-1. */
export class RoutingStack extends EnvironmentStack {
  constructor(scope: Construct, id: string, { environment }: EnvironmentStackProps) {
    super(scope, id, environment, "us-east-1");
    const name = `project-x-${environment.name}-routing`;
    const alarms = new AlarmTopic(this, "alarms", name, new ServiceKey(this, "key", name, ["cloudwatch"]));
    const checks = environment.regions.map((region) => this.createCheck(region, environment.api.domain, alarms));
    const all = new CfnHealthCheck(this, "all", {
      healthCheckConfig: { type: "CALCULATED", childHealthChecks: checks, healthThreshold: 1 },
    });
    this.watchHealth("all", all.attrHealthCheckId, alarms);
    this.watchReplication(environment.regions, alarms);
    this.createDashboard(name, environment.regions, checks);
  }

  private createCheck({ name }: RegionSettings, domain: string, alarms: AlarmTopic): string {
    const check = new CfnHealthCheck(this, `check-${name}`, {
      healthCheckConfig: {
        type: "HTTPS",
        fullyQualifiedDomainName: `${name}.${domain}`,
        resourcePath: "/health",
        port: 443,
        requestInterval: 10,
        failureThreshold: 2,
        enableSni: true,
        regions: ["ap-southeast-1", "eu-west-1", "us-east-1"],
      },
    });
    this.watchHealth(name, check.attrHealthCheckId, alarms);
    return check.attrHealthCheckId;
  }

  private watchHealth(name: string, HealthCheckId: string, alarms: AlarmTopic): void {
    alarms.watch(`health-${name}`, {
      namespace: "AWS/Route53",
      metricName: "HealthCheckStatus",
      dimensions: { HealthCheckId },
      threshold: 1,
      statistic: "Minimum",
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
    });
  }

  private watchReplication(regions: readonly RegionSettings[], alarms: AlarmTopic): void {
    for (const from of regions) {
      for (const to of regions) {
        if (from !== to) {
          alarms.watch(`replication-${from.name}-${to.name}`, {
            namespace: "AWS/DynamoDB",
            metricName: "ReplicationLatency",
            dimensions: { TableName: "MyGlobalTable", ReceivingRegion: to.name },
            threshold: 5000,
            statistic: "Average",
          });
        }
      }
    }
  }

  private createDashboard(dashboardName: string, regions: readonly RegionSettings[], checks: readonly string[]): void {
    const dashboard = new Dashboard(this, "dashboard", { dashboardName });
    for (const [index, { name: region }] of regions.entries()) {
      const health = new Metric({
        namespace: "AWS/Route53",
        metricName: "HealthCheckStatus",
        dimensionsMap: { HealthCheckId: checks[index] ?? "" },
        region: "us-east-1",
      });
      const api = (metricName: string) =>
        new Metric({
          namespace: "AWS/ApiGateway",
          metricName,
          dimensionsMap: { ApiName: dashboardName },
          region,
        });
      dashboard.addWidgets(
        new GraphWidget({ title: `${region} health`, left: [health], width: 6 }),
        new GraphWidget({ title: `${region} requests`, left: [api("Count"), api("5XXError")], width: 6 }),
        new GraphWidget({ title: `${region} latency`, left: [api("Latency")], width: 6 }),
      );
    }
  }
}
