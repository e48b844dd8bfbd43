import type { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { Fn, TerraformLocal } from "cdktf";
import { Construct } from "constructs";
import { arnOf } from "../shared/arn";
import { ensure } from "../shared/errors";
import { createEventNotification } from "./event-notification";

export interface MasterAccessAlarmProps {
  /** Name of the rule, at most 64 characters, e.g. `project-x-prod-aurora-master-access`. */
  readonly name: string;
  /** Account of the secret, 12 digits. */
  readonly accountId: string;
  /** Region of the secret. */
  readonly region: string;
  /** ARN of the master user's secret. */
  readonly secretArn: string;
  /** Names of the Lambda functions that read the secret. Their reads do not notify. */
  readonly functionNames: readonly string[];
  /**
   * ARNs of IAM roles whose reads do not notify, such as the role that deploys with Terraform. Together at most 1,000 characters.
   * @default none
   */
  readonly roleArns?: readonly string[] | undefined;
  /** ARN of the topic. Its policy lets EventBridge publish, see `eventRules` of the topic. */
  readonly topicArn: string;
}

/**
 * Most characters of all roles together. EventBridge accepts a pattern of 2,048 characters (EventBridge quotas), and the other
 * parts have fewer than 1,000.
 */
const ROLES_LENGTH = 1000;

/**
 * Notifies a topic when the master user's secret is read by any principal except the named functions and roles, and AWS services.
 *
 * The events come from CloudTrail. They need a trail of the account that logs read management events in this Region, and
 * they arrive some minutes after the read.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export class MasterAccessAlarm extends Construct {
  /** Escape hatch: the underlying `aws_cloudwatch_event_rule`. */
  readonly resource: CloudwatchEventRule;

  constructor(scope: Construct, id: string, props: MasterAccessAlarmProps) {
    super(scope, id);
    const { name, topicArn, roleArns = [] } = props;
    const length = JSON.stringify(roleArns).length;
    ensure(
      length <= ROLES_LENGTH,
      "roleArns",
      `be at most ${ROLES_LENGTH} characters together`,
      length,
      "name fewer roles",
    );
    this.resource = createEventNotification(this, {
      name,
      description: "Reads of the master secret by people",
      // Reads are excluded from rules in the state ENABLED.
      // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail-management.html
      state: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS",
      eventPattern: this.createPattern(props),
      problem: "The master secret was read",
      topicArn,
    });
  }

  private createPattern({ accountId, region, secretArn, functionNames, roleArns }: MasterAccessAlarmProps): string {
    // An ARN ends with a hyphen and 6 random characters, which the caller may leave out. A local value, because the quotes
    // of the expression would break the JSON.
    const local = (id: string, pattern: string) =>
      new TerraformLocal(this, id, Fn.element(Fn.regex(pattern, secretArn), 0)).asString;
    const partialArn = local("partial-arn", "^(.+?)(?:-[^-]{6})?$");
    const secretName = local("secret-name", ":secret:(.+?)(?:-[^-]{6})?$");
    // Function and role have the same name, and Lambda names the session of the role like the function.
    const sessions = functionNames.map((name) =>
      arnOf({ service: "sts", region, accountId, resource: `assumed-role/${name}/${name}`, global: true }),
    );
    return JSON.stringify({
      source: ["aws.secretsmanager"],
      "detail-type": ["AWS API Call via CloudTrail"],
      detail: {
        eventName: ["GetSecretValue"],
        requestParameters: { secretId: [{ prefix: partialArn }, secretName] },
        userIdentity: {
          type: [{ "anything-but": ["AWSService"] }],
          arn: [{ exists: false }, { "anything-but": sessions }],
          // Only sessions of a role have an issuer.
          ...(roleArns?.length
            ? { sessionContext: { sessionIssuer: { arn: [{ exists: false }, { "anything-but": roleArns }] } } }
            : {}),
        },
      },
    });
  }
}
