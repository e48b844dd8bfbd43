import { arnOf, partitionOf } from "../../shared/arn";
import type { PolicyStatement } from "../../shared/iam";
import type { ApplicationSource } from "./flask-host-parameters";

/** Everything that a Flask host touches, by ARN or by a name that is known beforehand. */
export interface FlaskHostAccess {
  readonly accountId: string;
  readonly region: string;
  readonly groupName: string;
  readonly secretArn: string;
  /** ARN of the key that encrypts the secret. */
  readonly secretKeyArn: string;
  readonly fileSystemArn: string;
  readonly accessPointArn: string;
  readonly logGroupArn: string;
  /** Namespace of the metrics that the host publishes. */
  readonly metricNamespace: string;
  readonly source: ApplicationSource;
}

/** What a Flask host may do besides being opened a session on. */
export function flaskHostStatements(access: FlaskHostAccess): PolicyStatement[] {
  const { accountId, region, groupName, secretArn, secretKeyArn, logGroupArn, metricNamespace, source } = access;
  return [
    { sid: "ReadApplicationSecret", actions: ["secretsmanager:GetSecretValue"], resources: [secretArn] },
    {
      sid: "DecryptApplicationSecret",
      actions: ["kms:Decrypt"],
      resources: [secretKeyArn],
      // The key also encrypts what a host has no business with.
      conditions: {
        StringEquals: {
          "kms:ViaService": `secretsmanager.${region}.amazonaws.com`,
          "kms:EncryptionContext:SecretARN": secretArn,
        },
      },
    },
    mountFileSystem(access),
    {
      sid: "WriteLog",
      actions: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      resources: [`${logGroupArn}:*`],
    },
    {
      sid: "AnswerLaunchHook",
      actions: ["autoscaling:CompleteLifecycleAction"],
      resources: [
        arnOf({
          service: "autoscaling",
          region,
          accountId,
          // The group's ARN holds an id that AWS gives; its name is enough.
          resource: `autoScalingGroup:*:autoScalingGroupName/${groupName}`,
        }),
      ],
    },
    {
      sid: "PublishDeepHealth",
      actions: ["cloudwatch:PutMetricData"],
      // PutMetricData knows no resources, only the namespace. Service Authorization Reference, "cloudwatch".
      resources: ["*"],
      conditions: { StringEquals: { "cloudwatch:namespace": metricNamespace } },
    },
    ...("s3" in source ? [readSource(source.s3, region)] : []),
  ];
}

function mountFileSystem({ fileSystemArn, accessPointArn }: FlaskHostAccess): PolicyStatement {
  return {
    sid: "MountThroughAccessPoint",
    actions: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
    resources: [fileSystemArn],
    conditions: { StringEquals: { "elasticfilesystem:AccessPointArn": accessPointArn } },
  };
}

/** One version of one object. A bucket encrypted with a key of its own has to let the role use that key. */
function readSource(
  { bucket, key, versionId }: { readonly bucket: string; readonly key: string; readonly versionId: string },
  region: string,
): PolicyStatement {
  return {
    sid: "ReadApplicationSource",
    actions: ["s3:GetObjectVersion"],
    resources: [`arn:${partitionOf(region)}:s3:::${bucket}/${key}`],
    conditions: { StringEquals: { "s3:VersionId": versionId } },
  };
}
