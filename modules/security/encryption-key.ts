import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct } from "constructs";
import { arnOf } from "../shared/arn";
import { type PolicyStatement, policyDocument } from "../shared/iam";

export interface EncryptionKeyProps {
  /** Alias without the `alias/` prefix, e.g. `project-x-prod-data`. */
  readonly name: string;
  /** What the key encrypts, in a sentence. */
  readonly description: string;
  readonly accountId: string;
  /** Region of the key; its service principals are that region's. */
  readonly region: string;
  /** AWS services that use the key by their own principal rather than on behalf of a caller. @default none */
  readonly services?: readonly KeyUser[];
  /** @default the stack's provider */
  readonly provider?: AwsProvider;
}

/**
 * A service that encrypts with the key as itself: `logs` (CloudWatch Logs groups), `cloudwatch` (alarms that publish to
 * an encrypted topic), `events` (EventBridge), `delivery.logs` (vended log delivery to a bucket).
 */
type KeyUser = "logs" | "cloudwatch" | "events" | "delivery.logs";

/** A customer managed KMS key that rotates yearly, with an alias and a policy that names who may use it. */
export class EncryptionKey extends Construct {
  /** ARN of the key. */
  readonly arn: string;
  /** Escape hatch: the underlying `aws_kms_key`. */
  readonly resource: KmsKey;

  constructor(scope: Construct, id: string, props: EncryptionKeyProps) {
    super(scope, id);
    const { name, description, services = [], provider } = props;
    this.resource = new KmsKey(this, "Resource", {
      description,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: policyDocument([administration(props), ...services.map((service) => usage(service, props))]),
      ...(provider ? { provider } : {}),
    });
    this.arn = this.resource.arn;
    new KmsAlias(this, "alias", {
      name: `alias/${name}`,
      targetKeyId: this.resource.keyId,
      ...(provider ? { provider } : {}),
    });
  }
}

/** Gives the account's IAM policies their say; without it nobody could ever change the key. KMS guide, default key policy. */
function administration({ accountId, region }: EncryptionKeyProps): PolicyStatement {
  return {
    sid: "DelegateToIam",
    principals: { AWS: arnOf({ service: "iam", region, accountId, resource: "root", global: true }) },
    actions: ["kms:*"],
    // In a key policy "*" means this key.
    resources: ["*"],
  };
}

function usage(service: KeyUser, { accountId, region }: EncryptionKeyProps): PolicyStatement {
  const principal = service === "logs" ? `logs.${region}.amazonaws.com` : `${service}.amazonaws.com`;
  return {
    sid: `Use${service.replace(/(^|\.)(\w)/g, (_, __, letter: string) => letter.toUpperCase())}`,
    principals: { Service: principal },
    actions: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
    resources: ["*"],
    conditions:
      service === "logs"
        ? {
            // CloudWatch Logs guide: the encryption context is the log group's ARN.
            ArnLike: {
              "kms:EncryptionContext:aws:logs:arn": arnOf({ service: "logs", region, accountId, resource: "*" }),
            },
          }
        : { StringEquals: { "aws:SourceAccount": accountId } },
  };
}
