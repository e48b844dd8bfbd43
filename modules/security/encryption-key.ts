import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct } from "constructs";
import { arnOf } from "../shared/arn";
import { type PolicyStatement, policyDocument } from "../shared/iam";
import { decryptStatements, encryptStatements, type KeyReference, type KeyStatementOptions } from "./key-statements";

export interface EncryptionKeyProps {
  /** Alias without the `alias/` prefix, e.g. `project-x-prod-data`. */
  readonly name: string;
  /** What the key encrypts, in one sentence. */
  readonly description: string;
  /** Account of the key, 12 digits. */
  readonly accountId: string;
  /** Region of the key. The service principals in its policy are those of this region. */
  readonly region: string;
  /** AWS services that use the key as their own principal, not on behalf of a caller. @default none */
  readonly services?: readonly KeyUser[] | undefined;
  /** @default the stack's provider */
  readonly provider?: AwsProvider | undefined;
}

/**
 * A service that uses the key as its own principal: `logs` (CloudWatch Logs groups), `cloudwatch` (alarms that publish to an
 * encrypted topic), `events` (rules of EventBridge that publish to one), `events.rds` (event subscriptions of RDS that publish to
 * one), `delivery.logs` (vended log delivery to a bucket).
 */
type KeyUser = "logs" | "cloudwatch" | "events" | "events.rds" | "delivery.logs";

/** A customer managed KMS key that rotates every year, with an alias and a key policy. */
export class EncryptionKey extends Construct implements KeyReference {
  readonly arn: string;
  readonly region: string;
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
    this.region = props.region;
    new KmsAlias(this, "alias", {
      name: `alias/${name}`,
      targetKeyId: this.resource.keyId,
      ...(provider ? { provider } : {}),
    });
  }

  /**
   * Lets a caller decrypt with the key, but only through one AWS service.
   *
   * @param via the service, as its endpoint names it, e.g. `secretsmanager`
   */
  decryptStatements(via: string, options?: KeyStatementOptions): PolicyStatement[] {
    return decryptStatements(this, via, options);
  }

  /**
   * Lets a caller encrypt and decrypt with the key, but only through one AWS service.
   *
   * @param via the service, as its endpoint names it, e.g. `s3`
   */
  encryptStatements(via: string, options?: KeyStatementOptions): PolicyStatement[] {
    return encryptStatements(this, via, options);
  }
}

/**
 * Lets the account's IAM policies grant access to the key. Without this statement the key could not be managed any more.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
function administration({ accountId, region }: EncryptionKeyProps): PolicyStatement {
  return {
    sid: "DelegateToIam",
    principals: { AWS: arnOf({ service: "iam", region, accountId, resource: "root", global: true }) },
    actions: ["kms:*"],
    // In a key policy, "*" means the key itself.
    resources: ["*"],
  };
}

/** Services that publish to a topic, and what they need (SNS developer guide, "Key management"). */
const PUBLISHERS: readonly KeyUser[] = ["cloudwatch", "events", "events.rds"];
const PUBLISH = ["kms:Decrypt", "kms:GenerateDataKey*"];
const ENCRYPT = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"];

function usage(service: KeyUser, { accountId, region }: EncryptionKeyProps): PolicyStatement {
  const principal = service === "logs" ? `logs.${region}.amazonaws.com` : `${service}.amazonaws.com`;
  return {
    sid: `Use${service.replace(/(^|\.)(\w)/g, (_, __, letter: string) => letter.toUpperCase())}`,
    principals: { Service: principal },
    actions: PUBLISHERS.includes(service) ? PUBLISH : ENCRYPT,
    resources: ["*"],
    conditions: usageConditions(service, { accountId, region }),
  };
}

/** Limits a service to the resources of the account. */
function usageConditions(service: KeyUser, account: Pick<EncryptionKeyProps, "accountId" | "region">) {
  const context = (key: string, name: string) => ({
    ArnLike: { [`kms:EncryptionContext:${key}`]: arnOf({ ...account, service: name, resource: "*" }) },
  });
  if (service === "logs") {
    // The encryption context is the log group's ARN.
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
    return context("aws:logs:arn", "logs");
  }
  if (service === "events" || service === "events.rds") {
    // The encryption context is the topic's ARN. With `aws:SourceAccount`, EventBridge could not publish, without any error.
    // https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
    return context("aws:sns:topicArn", "sns");
  }
  return { StringEquals: { "aws:SourceAccount": account.accountId } };
}
