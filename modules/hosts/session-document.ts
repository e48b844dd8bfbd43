import { SsmDocument } from "@cdktf/provider-aws/lib/ssm-document";
import { Construct } from "constructs";
import { ExpiringLogGroup } from "../monitoring/expiring-log-group";
import { arnOf } from "../shared/arn";
import type { PolicyStatement } from "../shared/iam";

export interface SessionDocumentProps {
  /** Name of the document, e.g. `project-x-prod-sessions`. The log group has the same name with a leading slash. */
  readonly name: string;
  /** Account of the instances, 12 digits. */
  readonly accountId: string;
  /** Region of the instances. */
  readonly region: string;
  /** ARN of the key that encrypts the session (in addition to TLS) and its log. Its policy must allow CloudWatch Logs. */
  readonly kmsKeyArn: string;
  /** Days that the session log is kept. @default 365 */
  readonly retentionInDays?: number | undefined;
}

/** Minutes without input after which a session ends. Our choice; Session Manager accepts 1 to 60. */
const IDLE_MINUTES = 20;
/** Longest duration of a session, minutes. Our choice; Session Manager accepts 1 to 1440. */
const LONGEST_MINUTES = 240;

/**
 * A Session Manager document for shells: sessions are encrypted with a customer managed key and logged completely.
 *
 * It is a separate document, so that the account's `SSM-SessionManagerRunShell` does not change. Users need
 * `kms:GenerateDataKey` on the key. Port forwarding is not logged, because Session Manager does not see the content.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-schema.html
 */
export class SessionDocument extends Construct {
  /** Name of the document. */
  readonly name: string;
  /** Permissions that an instance needs so that users can open sessions on it. */
  readonly instanceStatements: readonly PolicyStatement[];
  /** Escape hatch: the underlying `aws_ssm_document`. */
  readonly resource: SsmDocument;

  constructor(scope: Construct, id: string, props: SessionDocumentProps) {
    super(scope, id);
    const { name, kmsKeyArn, retentionInDays } = props;
    const log = new ExpiringLogGroup(this, "log-group", { name: `/${name}`, kmsKeyArn, retentionInDays });
    this.resource = new SsmDocument(this, "Resource", {
      name,
      documentType: "Session",
      documentFormat: "JSON",
      content: JSON.stringify({
        schemaVersion: "1.0",
        description: "Encrypted and logged shell on an instance",
        sessionType: "Standard_Stream",
        inputs: {
          kmsKeyId: kmsKeyArn,
          cloudWatchLogGroupName: log.name,
          // Session Manager refuses the session if the log group is not encrypted.
          cloudWatchEncryptionEnabled: true,
          // Writes the log during the session, so that a user cannot delete it on the instance before it is uploaded.
          cloudWatchStreamingEnabled: true,
          idleSessionTimeout: String(IDLE_MINUTES),
          maxSessionDuration: String(LONGEST_MINUTES),
        },
      }),
      tags: { Name: name },
    });
    this.name = this.resource.name;
    this.instanceStatements = instanceStatements(props, log);
  }
}

/**
 * The minimum that SSM Agent needs for sessions. The managed policy AmazonSSMManagedInstanceCore would also allow the instance to
 * read every parameter of the account. Run Command, Inventory and Patch Manager do not work with these statements.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html
 */
function instanceStatements(
  { accountId, region, kmsKeyArn }: SessionDocumentProps,
  log: ExpiringLogGroup,
): PolicyStatement[] {
  return [
    {
      sid: "RegisterWithSystemsManager",
      actions: ["ssm:UpdateInstanceInformation"],
      resources: [
        arnOf({ service: "ec2", region, accountId, resource: "instance/*" }),
        arnOf({ service: "ssm", region, accountId, resource: "managed-instance/*" }),
      ],
    },
    {
      sid: "OpenSessionChannels",
      actions: [
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
      ],
      // Amazon Message Gateway Service has no resource types. Service Authorization Reference, "ssmmessages".
      resources: ["*"],
    },
    { sid: "DecryptSessions", actions: ["kms:Decrypt"], resources: [kmsKeyArn] },
    {
      sid: "WriteSessionLog",
      actions: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      resources: [`${log.arn}:*`],
    },
    {
      sid: "CheckSessionLogEncryption",
      actions: ["logs:DescribeLogGroups"],
      // DescribeLogGroups lists groups, so that it cannot be restricted to one of them.
      resources: [arnOf({ service: "logs", region, accountId, resource: "log-group:*" })],
    },
  ];
}
