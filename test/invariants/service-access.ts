import { blocks, type Estate, type Found, regionOf } from "../helpers/estate";
import { type Statement, statementsOf } from "../helpers/policy";
import { each, type Fixture, type Rule } from "./rule";

/**
 * What AWS checks when one of its services acts as itself, and no emulator does: the policies of keys and buckets must let
 * it in, or the log group is not made, the alarm is not sent, the log is not written.
 */
export const SERVICE_ACCESS: readonly Rule[] = [
  {
    // CloudWatch Logs user guide, "Encrypt log data": CreateLogGroup fails otherwise.
    rule: "the key of a log group lets CloudWatch Logs of its region use it",
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
    // CloudWatch user guide, "Notifying users on alarm changes": an encrypted topic never hears of the alarm otherwise.
    rule: "the key of a topic that alarms publish to lets CloudWatch use it",
    check: each("aws_sns_topic", (topic, estate) =>
      isAlarmed(topic, estate)
        ? lets(keyOf(topic, topic.attributes.kms_master_key_id, estate), "cloudwatch.amazonaws.com")
        : undefined,
    ),
    good: withKey("cloudwatch.amazonaws.com", alarmed()),
    bad: { "another service": withKey("sns.amazonaws.com", alarmed()) },
  },
  {
    // ELB guide, "Access logs": Amazon S3 managed keys are the only encryption that is supported.
    rule: "the bucket of a load balancer's log is encrypted with S3's own keys",
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
        : `must log to AES256, got ${algorithms}`;
    }),
    good: logging("AES256"),
    bad: { "a key of ours": logging("aws:kms") },
  },
  {
    rule: "the bucket of a load balancer's log lets the load balancer write",
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
        : "must log to a bucket whose policy lets logdelivery.elasticloadbalancing.amazonaws.com write";
    }),
    good: logging("AES256", "logdelivery.elasticloadbalancing.amazonaws.com"),
    bad: {
      "no policy": logging("AES256"),
      "another service": logging("AES256", "delivery.logs.amazonaws.com"),
    },
  },
];

/** The key that a reference leads to. */
function keyOf({ stack }: Found, reference: unknown, estate: Estate): Found | undefined {
  const found = estate.follow(stack, reference);
  return found?.type === "aws_kms_key" ? found : undefined;
}

/** What is wrong with a key, or with there being none that can be looked at. */
function lets(key: Found | undefined, service: string): string | undefined {
  const open = statementsOf(key?.attributes.policy ?? "{}").some(
    ({ effect, principals, actions }: Statement) =>
      effect === "Allow" &&
      principals.Service?.includes(service) &&
      actions.some((action) => action.startsWith("kms:GenerateDataKey")) &&
      actions.includes("kms:Decrypt"),
  );
  return open ? undefined : `must have a key that ${service} may use, got ${key?.path ?? "none that is known"}`;
}

function isAlarmed(topic: Found, estate: Estate): boolean {
  return estate
    .resources("aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm")
    .some(({ stack, attributes }) =>
      (attributes.alarm_actions ?? []).some((action: string) => isSame(topic, topicOf(stack, action, estate))),
    );
}

/** An action names the topic, or its policy so as to wait for it. */
function topicOf(stack: Found["stack"], action: string, estate: Estate): Found | undefined {
  const found = estate.follow(stack, action);
  return found?.type === "aws_sns_topic_policy" ? estate.follow(found.stack, found.attributes.arn) : found;
}

/** A bucket by its own name, or by that of a resource which configures it. */
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

/** A stack in Ireland whose key one service may use. */
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

/** A load balancer that logs to a bucket, into which one service may write. */
function logging(algorithm: string, service = "nobody"): Fixture {
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
