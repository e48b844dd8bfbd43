import { SsmDocument } from "@cdktf/provider-aws/lib/ssm-document";
import { Construct } from "constructs";
import { ExpiringLogGroup } from "../monitoring/expiring-log-group";
import { arnOf } from "../shared/arn";
import type { PolicyStatement } from "../shared/iam";

export interface SessionDocumentProps {
  /** Name of the document, and with a slash in front of the log group, e.g. `project-x-prod-session`. */
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  /** Encrypts the session itself, beyond TLS, and its log. Its policy lets CloudWatch Logs use it. */
  readonly kmsKeyArn: string;
  readonly retentionInDays: number;
}

/** Minutes without a key pressed after which a session ends, and minutes after which any does. Both are limits of ours. */
const IDLE_MINUTES = 20;
const LONGEST_MINUTES = 240;

/**
 * How a shell on an instance is opened: encrypted with a key of ours, every byte of it logged.
 *
 * A document of its own, so that the account's `SSM-SessionManagerRunShell` stays as it is. People need `kms:GenerateDataKey` on
 * the key. Port forwarding leaves no log: Session Manager only carries what is encrypted already.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-schema.html
 */
export class SessionDocument extends Construct {
  readonly name: string;
  /** What an instance needs that sessions are opened on: nothing but Session Manager. */
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
        description: "Shell on an instance, encrypted and logged",
        sessionType: "Standard_Stream",
        inputs: {
          kmsKeyId: kmsKeyArn,
          cloudWatchLogGroupName: log.name,
          // Refuses the session where the log group is not encrypted.
          cloudWatchEncryptionEnabled: true,
          // While the session runs, not when it ends: nobody deletes a log that is written already.
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
 * The least that SSM Agent needs for sessions. Less than the managed policy AmazonSSMManagedInstanceCore, which lets an instance
 * read every parameter of the account; without the rest of it the agent has no Run Command, inventory or patching.
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
      // Amazon Message Gateway Service knows no resources. Service Authorization Reference, "ssmmessages".
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
      // A list: it is asked of all groups of the region or of none.
      resources: [arnOf({ service: "logs", region, accountId, resource: "log-group:*" })],
    },
  ];
}
