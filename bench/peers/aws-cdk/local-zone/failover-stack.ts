import { CfnAutoScalingGroup } from "aws-cdk-lib/aws-autoscaling";
import { CfnRoute } from "aws-cdk-lib/aws-ec2";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { StringParameter } from "aws-cdk-lib/aws-ssm";
import type { Construct } from "constructs";
import type { Environment } from "../environment";
import { AlarmTopic } from "../shared/alarm-topic";
import { EnvironmentStack } from "../shared/environment-stack";
import { ServiceKey } from "../shared/service-key";
import { SessionDocument } from "../shared/session-document";
import { InstanceTemplate } from "./instance-template";
import type { LocalZoneNetworkStack } from "./network-stack";
import { VpnAppliance } from "./vpn-appliance";

export interface FailoverStackProps {
  readonly environment: Environment;
  readonly network: LocalZoneNetworkStack;
}

const TARGETS = ["192.168.0.2", "192.168.0.3"];
const PATH_METRICS = ["Heartbeat", "DirectConnectLost", "VpnLost", "BothLost", "Switches"];

/** The VPN path to the site: VPN appliance, path monitor, alarms. */
export class FailoverStack extends EnvironmentStack {
  private readonly props: FailoverStackProps;
  private readonly prefix: string;
  private readonly key: ServiceKey;

  constructor(scope: Construct, id: string, props: FailoverStackProps) {
    super(scope, id, props.environment, props.environment.localZone.region);
    this.props = props;
    this.prefix = `project-x-${props.environment.name}-local-zone`;
    this.key = new ServiceKey(this, "key", this.prefix, ["logs", "cloudwatch"]);
    new SessionDocument(this, "sessions", `${this.prefix}-sessions`, this.key);
    const { interfaceId } = new VpnAppliance(this, "appliance", {
      name: `${this.prefix}-appliance`,
      network: props.network.network,
      zone: props.environment.localZone.name,
      key: this.key,
    });
    new CfnRoute(this, "probe-route", {
      routeTableId: props.network.network.routeTableId("utility"),
      destinationCidrBlock: "192.168.255.1/32",
      networkInterfaceId: interfaceId,
    });
    this.createMonitor(interfaceId);
    this.createAlarms();
  }

  private createMonitor(interfaceId: string): void {
    const { network } = this.props.network;
    const log = new LogGroup(this, "monitor-log", {
      logGroupName: `/project-x/${this.prefix}/monitor`,
      encryptionKey: this.key,
      retention: RetentionDays.ONE_YEAR,
    });
    const settings = new StringParameter(this, "monitor-settings", {
      parameterName: `/project-x/${this.prefix}/monitor`,
      stringValue: JSON.stringify({ targets: TARGETS, interfaceId, intervalSeconds: 1, threshold: 3 }),
    });
    const template = new InstanceTemplate(this, "monitor-template", {
      name: `${this.prefix}-monitor`,
      vpcId: network.vpcId,
      ingress: [],
      statements: [
        new PolicyStatement({ actions: ["ssm:GetParameter"], resources: [settings.parameterArn] }),
        new PolicyStatement({ actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [log.logGroupArn] }),
        new PolicyStatement({
          actions: ["ec2:ReplaceRoute"],
          resources: [`arn:aws:ec2:*:*:route-table/${network.routeTableId("private")}`],
        }),
        new PolicyStatement({ actions: ["cloudwatch:PutMetricData", "ec2:DescribeRouteTables"], resources: ["*"] }),
      ],
      script: "#!/bin/bash\nset -euo pipefail\nsystemctl enable --now path-monitor.service\n",
      ownInterface: true,
    });
    new CfnAutoScalingGroup(this, "monitor", {
      autoScalingGroupName: `${this.prefix}-monitor`,
      minSize: "1",
      maxSize: "1",
      vpcZoneIdentifier: [network.subnetId("utility")],
      launchTemplate: template.specification,
    });
  }

  private createAlarms(): void {
    const alarms = new AlarmTopic(this, "alarms", `${this.prefix}-alarms`, this.key);
    const namespace = `project-x/${this.props.environment.name}/path`;
    for (const metricName of PATH_METRICS) {
      alarms.watch(metricName, { namespace, metricName, dimensions: { Monitor: this.prefix }, threshold: 0 });
    }
    const { connectionId } = this.props.environment.privateVirtualInterface;
    const dx = { namespace: "AWS/DX", dimensions: { ConnectionId: connectionId }, threshold: 0 };
    alarms.watch("connection", { ...dx, metricName: "ConnectionState" });
    alarms.watch("bgp", { ...dx, metricName: "VirtualInterfaceBgpStatus" });
    alarms.watch("appliance", { ...dx, namespace: "AWS/EC2", metricName: "StatusCheckFailed" });
  }
}
