import type { AutoScalingGroup } from "aws-cdk-lib/aws-autoscaling";
import {
  type Alarm,
  AlarmRule,
  AlarmState,
  ComparisonOperator,
  CompositeAlarm,
  Dashboard,
  GraphWidget,
  Metric,
} from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { ApplicationLoadBalancer, ApplicationTargetGroup } from "aws-cdk-lib/aws-elasticloadbalancingv2";
import { Rule } from "aws-cdk-lib/aws-events";
import { CloudWatchLogGroup } from "aws-cdk-lib/aws-events-targets";
import { FilterPattern, LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import { AlarmTopic, type MetricAlarmSettings } from "../shared/alarm-topic";
import type { ServiceKey } from "../shared/service-key";
import type { ThreeTierDataStack } from "./data-stack";

export interface TierMonitoringProps {
  readonly name: string;
  readonly key: ServiceKey;
  readonly loadBalancer: ApplicationLoadBalancer;
  readonly targets: ApplicationTargetGroup;
  readonly group: AutoScalingGroup;
  readonly data: ThreeTierDataStack;
}

/** Alarms and dashboard of the web tier and of its data. */
export class TierMonitoring extends AlarmTopic {
  constructor(scope: Construct, id: string, props: TierMonitoringProps) {
    super(scope, id, `${props.name}-alarms`, props.key);
    const settings = this.settings(props);
    const alarms = Object.entries(settings).map(([name, alarm]) => this.watch(name, alarm));
    this.createPage(props.name, alarms);
    this.createRefreshWatch(props);
    this.createDashboard(props.name, settings);
  }

  private settings(props: TierMonitoringProps): Record<string, MetricAlarmSettings> {
    const { loadBalancer, targets, group, data } = props;
    const balancer = { LoadBalancer: loadBalancer.loadBalancerFullName };
    const target = { ...balancer, TargetGroup: targets.targetGroupFullName };
    const elb = "AWS/ApplicationELB";
    const hosts = { AutoScalingGroupName: group.autoScalingGroupName };
    const mysql = { DBInstanceIdentifier: data.database.instanceIdentifier };
    const files = { FileSystemId: data.fileSystem.fileSystemId };
    const rds = "AWS/RDS";
    const low = { comparison: ComparisonOperator.LESS_THAN_THRESHOLD };
    return {
      "elb-5xx": { namespace: elb, metricName: "HTTPCode_ELB_5XX_Count", dimensions: balancer, threshold: 5 },
      "target-5xx": { namespace: elb, metricName: "HTTPCode_Target_5XX_Count", dimensions: target, threshold: 5 },
      latency: { namespace: elb, metricName: "TargetResponseTime", dimensions: target, threshold: 1, statistic: "p99" },
      unhealthy: { namespace: elb, metricName: "UnHealthyHostCount", dimensions: target, threshold: 0 },
      healthy: { namespace: elb, metricName: "HealthyHostCount", dimensions: target, threshold: 4, ...low },
      rejected: { namespace: elb, metricName: "RejectedConnectionCount", dimensions: balancer, threshold: 0 },
      "hosts-cpu": { namespace: "AWS/EC2", metricName: "CPUUtilization", dimensions: hosts, threshold: 85 },
      "hosts-status": { namespace: "AWS/EC2", metricName: "StatusCheckFailed", dimensions: hosts, threshold: 0 },
      "in-service": {
        namespace: "AWS/AutoScaling",
        metricName: "GroupInServiceInstances",
        dimensions: hosts,
        threshold: 4,
        ...low,
      },
      "mysql-cpu": { namespace: rds, metricName: "CPUUtilization", dimensions: mysql, threshold: 80 },
      "mysql-storage": { namespace: rds, metricName: "FreeStorageSpace", dimensions: mysql, threshold: 5e9, ...low },
      "mysql-memory": { namespace: rds, metricName: "FreeableMemory", dimensions: mysql, threshold: 2e8, ...low },
      "mysql-connections": { namespace: rds, metricName: "DatabaseConnections", dimensions: mysql, threshold: 300 },
      "mysql-latency": { namespace: rds, metricName: "ReadLatency", dimensions: mysql, threshold: 0.1 },
      "replica-lag": { namespace: rds, metricName: "ReplicaLag", dimensions: mysql, threshold: 60 },
      "efs-credits": {
        namespace: "AWS/EFS",
        metricName: "BurstCreditBalance",
        dimensions: files,
        threshold: 1,
        ...low,
      },
      rotation: {
        namespace: "AWS/Lambda",
        metricName: "Errors",
        dimensions: { FunctionName: data.rotation.functionName },
        threshold: 0,
      },
      backup: {
        namespace: "AWS/Backup",
        metricName: "NumberOfBackupJobsFailed",
        dimensions: { BackupVaultName: `${props.name}-data` },
        threshold: 0,
      },
    };
  }

  private createPage(name: string, alarms: readonly Alarm[]): void {
    const rules = alarms.slice(0, 6).map((alarm) => AlarmRule.fromAlarm(alarm, AlarmState.ALARM));
    const page = new CompositeAlarm(this, "degraded", {
      compositeAlarmName: `${name}-degraded`,
      alarmRule: AlarmRule.anyOf(...rules),
    });
    page.addAlarmAction(new SnsAction(this.topic));
  }

  private createRefreshWatch({ name, key, group }: TierMonitoringProps): void {
    const log = new LogGroup(this, "refresh-log", {
      logGroupName: `/aws/events/${name}/refresh`,
      encryptionKey: key,
      retention: RetentionDays.ONE_YEAR,
    });
    new Rule(this, "refresh", {
      ruleName: `${name}-refresh`,
      eventPattern: { source: ["aws.autoscaling"], detail: { AutoScalingGroupName: [group.autoScalingGroupName] } },
      targets: [new CloudWatchLogGroup(log)],
    });
    for (const outcome of ["Failed", "Cancelled"]) {
      log.addMetricFilter(outcome, {
        metricNamespace: `project-x/${name}`,
        metricName: `Refresh${outcome}`,
        filterPattern: FilterPattern.stringValue("$.detail-type", "=", `EC2 Auto Scaling Instance Refresh ${outcome}`),
      });
    }
  }

  private createDashboard(name: string, settings: Readonly<Record<string, MetricAlarmSettings>>): void {
    const dashboard = new Dashboard(this, "dashboard", { dashboardName: name });
    for (const [title, { namespace, metricName, dimensions, statistic = "Sum" }] of Object.entries(settings)) {
      const metric = new Metric({ namespace, metricName, dimensionsMap: dimensions, statistic });
      dashboard.addWidgets(new GraphWidget({ title, left: [metric], width: 8 }));
    }
  }
}
