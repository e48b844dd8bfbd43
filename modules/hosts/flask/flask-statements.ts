import type { ReadableSecret } from "../../security/secret-access";
import { arnOf } from "../../shared/arn";
import type { PolicyStatement } from "../../shared/iam";
import { type ApplicationSource, sourceStatements } from "./application-source";

export interface FlaskStatementsProps {
  /** Account of the host, 12 digits. */
  readonly accountId: string;
  /** Region of the host. */
  readonly region: string;
  /** Plain name of the Auto Scaling group. */
  readonly groupName: string;
  /** The application's secret. */
  readonly secret: ReadableSecret;
  /** The shared file system. */
  readonly fileSystem: { mountStatements(): PolicyStatement[] };
  /** ARN of the log group, without the trailing `:*`. */
  readonly logGroupArn: string;
  /** Namespace of the metrics that the host publishes. */
  readonly metricNamespace: string;
  /** Source of the application. */
  readonly source: ApplicationSource;
}

/** Permissions of a Flask host, without those for sessions. */
export function flaskStatements(props: FlaskStatementsProps): PolicyStatement[] {
  const { accountId, region, groupName, secret, fileSystem, logGroupArn, metricNamespace, source } = props;
  return [
    ...secret.readStatements({ subject: "ApplicationSecret" }),
    ...fileSystem.mountStatements(),
    {
      sid: "WriteLog",
      actions: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      resources: [`${logGroupArn}:*`],
    },
    {
      sid: "AnswerLaunchHook",
      actions: ["autoscaling:CompleteLifecycleAction"],
      resources: [
        // AWS adds an id to the ARN of a group, which is not known in advance. The name identifies the group.
        arnOf({
          service: "autoscaling",
          region,
          accountId,
          resource: `autoScalingGroup:*:autoScalingGroupName/${groupName}`,
        }),
      ],
    },
    {
      sid: "PublishDeepHealth",
      actions: ["cloudwatch:PutMetricData"],
      // PutMetricData has no resource types, only the namespace condition. Service Authorization Reference, "cloudwatch".
      resources: ["*"],
      conditions: { StringEquals: { "cloudwatch:namespace": metricNamespace } },
    },
    ...sourceStatements(source, region),
  ];
}
