import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Token } from "cdktf";
import { Construct } from "constructs";
import { ensure } from "../shared/errors";

export interface ExpiringLogGroupProps {
  /** Full name, e.g. `/aws/lambda/items-get`. */
  readonly name: string;
  /** ARN of a key whose policy lets CloudWatch Logs use it for this group. */
  readonly kmsKeyArn: string;
  /** Days to keep events. @default 365 */
  readonly retentionInDays?: number | undefined;
  /** @default the stack's provider */
  readonly provider?: AwsProvider | undefined;
}

/** A CloudWatch Logs log group that is encrypted with a customer managed key and whose events expire. */
export class ExpiringLogGroup extends Construct {
  /** Name of the log group. A reference: a resource that uses it depends on the log group. */
  readonly name: string;
  /** ARN without the trailing `:*`. */
  readonly arn: string;
  /** Escape hatch: the underlying `aws_cloudwatch_log_group`. */
  readonly resource: CloudwatchLogGroup;

  constructor(scope: Construct, id: string, props: ExpiringLogGroupProps) {
    super(scope, id);
    const { name, kmsKeyArn, retentionInDays = 365, provider } = props;
    ensure(
      Token.isUnresolved(retentionInDays) || retentionInDays >= 1,
      "retentionInDays",
      "be at least 1",
      retentionInDays,
    );
    this.resource = new CloudwatchLogGroup(this, "Resource", {
      name,
      kmsKeyId: kmsKeyArn,
      retentionInDays,
      ...(provider ? { provider } : {}),
    });
    this.name = this.resource.name;
    this.arn = this.resource.arn;
  }
}
