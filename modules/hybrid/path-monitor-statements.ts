import { arnOf } from "../shared/arn";
import type { PolicyStatement } from "../shared/iam";
import type { MonitoredRoute } from "./path-monitor-settings";

/** Name of the parameter that exists while the stack of the path monitor does. */
export function stackParameterName(name: string): string {
  return `/${name}/stack`;
}

export interface PathMonitorStatementsProps {
  /** Name of the path monitor. */
  readonly name: string;
  /** AWS account, 12 digits. */
  readonly accountId: string;
  /** AWS Region, e.g. `us-east-1`. */
  readonly region: string;
  /** The route that the monitor changes. */
  readonly route: Pick<MonitoredRoute, "routeTableId">;
  /** Namespace of the monitor's metrics. */
  readonly metricNamespace: string;
  /** Log group of the monitor's log. */
  readonly logGroup: { readonly arn: string };
  /** Systems Manager parameter with which an operator stops the monitor from changing the route. */
  readonly hold: { readonly arn: string };
}

/** What the path monitor's host may do: change one route table, publish metrics and log events, read its hold. */
export function pathMonitorStatements(props: PathMonitorStatementsProps): PolicyStatement[] {
  const { accountId, region, route, metricNamespace, logGroup, hold } = props;
  return [
    {
      sid: "MoveTheRoute",
      actions: ["ec2:CreateRoute", "ec2:ReplaceRoute", "ec2:DeleteRoute"],
      resources: [arnOf({ service: "ec2", region, accountId, resource: `route-table/${route.routeTableId}` })],
    },
    {
      sid: "ReadRouteTables",
      actions: ["ec2:DescribeRouteTables"],
      // The action has no resource-level permissions (Service Authorization Reference, "Amazon EC2").
      resources: ["*"],
    },
    {
      sid: "PublishMetrics",
      actions: ["cloudwatch:PutMetricData"],
      // The action has no resource-level permissions (Service Authorization Reference, "Amazon CloudWatch"). The namespace limits it.
      resources: ["*"],
      conditions: { StringEquals: { "cloudwatch:namespace": metricNamespace } },
    },
    {
      sid: "WriteLog",
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [`${logGroup.arn}:*`],
    },
    { sid: "ReadHold", actions: ["ssm:GetParameter"], resources: [hold.arn] },
    {
      sid: "ReadStack",
      actions: ["ssm:GetParameter"],
      // By name: the parameter depends on the host, which depends on this statement.
      resources: [arnOf({ service: "ssm", region, accountId, resource: `parameter${stackParameterName(props.name)}` })],
    },
  ];
}
