import { blocks, type Estate, type Found, regionOf } from "../helpers/estate";
import { type Statement, statementsOf } from "../helpers/policy";
import { each, type Fixture, type Rule } from "./rule";

/**
 * Permissions of AWS services that act as their own principal. Policies of keys and buckets must allow them. Otherwise AWS creates
 * no log group, sends no notification or writes no log. No emulator checks this.
 */
export const SERVICE_ACCESS: readonly Rule[] = [
  {
    // Otherwise CreateLogGroup fails. CloudWatch Logs user guide, "Encrypt log data".
    rule: "the key of a log group allows CloudWatch Logs of its region",
    check: each("aws_cloudwatch_log_group", (group, estate) =>
      lets(keyOf(group, group.attributes.kms_key_id, estate), `logs.${regionOf(group)}.amazonaws.com`),
    ),
    good: withKey("logs.eu-west-1.amazonaws.com", { aws_cloudwatch_log_group: { it: { kms_key_id: ourKey() } } }),
    bad: {
      "another service": withKey("sns.amazonaws.com", { aws_cloudwatch_log_group: { it: { kms_key_id: ourKey() } } }),
      "another region": withKey("logs.us-east-1.amazonaws.com", {
        aws_cloudwatch_log_group: { it: { kms_key_id: ourKey() } },
      }),
    },
  },
  {
    // Otherwise CloudWatch cannot notify an encrypted topic. CloudWatch user guide, "Notifying users on alarm changes".
    rule: "the key of a topic for alarms allows CloudWatch",
    check: each("aws_sns_topic", (topic, estate) =>
      isAlarmed(topic, estate)
        ? lets(keyOf(topic, topic.attributes.kms_master_key_id, estate), "cloudwatch.amazonaws.com")
        : undefined,
    ),
    good: withKey("cloudwatch.amazonaws.com", alarmed()),
    bad: { "another service": withKey("sns.amazonaws.com", alarmed()) },
  },
  {
    // Only Amazon S3 managed keys are supported. ELB guide, "Access logs".
    rule: "the bucket of a load balancer's access logs is encrypted with Amazon S3 managed keys",
    check: each("aws_lb", ({ stack, attributes }, estate) => {
      const buckets = blocks(attributes.access_logs).map(({ bucket }) => bucketOf(stack, bucket, estate));
      const algorithms = estate
        .resources("aws_s3_bucket_server_side_encryption_configuration")
        .filter((it) => buckets.some((bucket) => isSame(bucket, bucketOf(it.stack, it.attributes.bucket, estate))))
        .flatMap((it) =>
          blocks(it.attributes.rule).flatMap((rule) => blocks(rule.apply_server_side_encryption_by_default)),
        )
        .map(({ sse_algorithm }) => sse_algorithm);
      return algorithms.every((algorithm) => algorithm === "AES256")
        ? undefined
        : `must log to a bucket with AES256, got ${algorithms}`;
    }),
    good: logging("AES256"),
    bad: { "a customer managed key": logging("aws:kms") },
  },
  {
    rule: "the policy of a load balancer's log bucket allows the load balancer to write",
    check: each("aws_lb", ({ stack, attributes }, estate) => {
      const open = blocks(attributes.access_logs).flatMap(({ bucket }) => bucketStatements(stack, bucket, estate));
      const writes = open.some(
        ({ effect, actions, principals }) =>
          effect === "Allow" &&
          actions.includes("s3:PutObject") &&
          principals.Service?.some((service) => service === "logdelivery.elasticloadbalancing.amazonaws.com"),
      );
      return writes
        ? undefined
        : "must log to a bucket whose policy allows logdelivery.elasticloadbalancing.amazonaws.com to write";
    }),
    good: logging("AES256", "logdelivery.elasticloadbalancing.amazonaws.com"),
    bad: {
      "no policy": logging("AES256"),
      "another service": logging("AES256", "delivery.logs.amazonaws.com"),
    },
  },
];

/** The key that a text refers to. */
function keyOf({ stack }: Found, reference: unknown, estate: Estate): Found | undefined {
  const found = estate.follow(stack, reference);
  return found?.type === "aws_kms_key" ? found : undefined;
}

/** The problem of a key that a service must be able to use, if there is one. */
function lets(key: Found | undefined, service: string): string | undefined {
  const open = statementsOf(key?.attributes.policy ?? "{}").some(
    ({ effect, principals, actions }: Statement) =>
      effect === "Allow" &&
      principals.Service?.includes(service) &&
      actions.some((action) => action.startsWith("kms:GenerateDataKey")) &&
      actions.includes("kms:Decrypt"),
  );
  return open ? undefined : `must have a key that allows ${service}, got ${key?.path ?? "an unknown key"}`;
}

function isAlarmed(topic: Found, estate: Estate): boolean {
  return estate
    .resources("aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm")
    .some(({ stack, attributes }) =>
      (attributes.alarm_actions ?? []).some((action: string) => isSame(topic, topicOf(stack, action, estate))),
    );
}

/** The topic of an action. The action may refer to the topic's policy, so that the alarm depends on the policy. */
function topicOf(stack: Found["stack"], action: string, estate: Estate): Found | undefined {
  const found = estate.follow(stack, action);
  return found?.type === "aws_sns_topic_policy" ? estate.follow(found.stack, found.attributes.arn) : found;
}

/** The bucket that a text refers to, directly or through a resource that configures the bucket. */
function bucketOf(stack: Found["stack"], reference: unknown, estate: Estate): Found | undefined {
  const found = estate.follow(stack, reference);
  return found && found.type !== "aws_s3_bucket" ? bucketOf(found.stack, found.attributes.bucket, estate) : found;
}

function bucketStatements(stack: Found["stack"], reference: unknown, estate: Estate): Statement[] {
  const bucket = bucketOf(stack, reference, estate);
  return estate
    .resources("aws_s3_bucket_policy")
    .filter((policy) => isSame(bucket, bucketOf(policy.stack, policy.attributes.bucket, estate)))
    .flatMap(({ attributes }) => statementsOf(attributes.policy));
}

function isSame(one: Found | undefined, other: Found | undefined): boolean {
  return one !== undefined && one.stack === other?.stack && one.address === other.address;
}

function ourKey(): string {
  return "${aws_kms_key.key.arn}";
}

/** A stack in eu-west-1 whose key allows one service. */
function withKey(service: string, resource: object): Fixture {
  const statement = {
    Effect: "Allow",
    Principal: { Service: service },
    Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
  };
  const key = { policy: JSON.stringify({ Statement: [statement] }) };
  return { stack: { provider: { aws: [{ region: "eu-west-1" }] }, resource: { aws_kms_key: { key }, ...resource } } };
}

function alarmed(): object {
  return {
    aws_sns_topic: { it: { kms_master_key_id: ourKey() } },
    aws_sns_topic_policy: { it: { arn: "${aws_sns_topic.it.arn}" } },
    aws_cloudwatch_metric_alarm: { it: { alarm_actions: ["${aws_sns_topic_policy.it.arn}"] } },
  };
}

/** A load balancer, and a log bucket whose policy allows one service to write. */
function logging(algorithm: string, service = "none.amazonaws.com"): Fixture {
  const policy = { Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "s3:PutObject" }] };
  const encryption = { apply_server_side_encryption_by_default: { sse_algorithm: algorithm } };
  const bucket = "${aws_s3_bucket.it.id}";
  return {
    stack: {
      resource: {
        aws_s3_bucket: { it: {} },
        aws_s3_bucket_policy: { it: { bucket, policy: JSON.stringify(policy) } },
        aws_s3_bucket_server_side_encryption_configuration: { it: { bucket, rule: [encryption] } },
        aws_lb: { it: { access_logs: { bucket: "${aws_s3_bucket_policy.it.bucket}", enabled: true } } },
      },
    },
  };
}
