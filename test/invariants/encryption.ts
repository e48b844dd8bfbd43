import { blocks, type Found } from "../helpers/estate";
import { each, type Rule, resource, resources } from "./rule";

/** Attribute of the key, by type. Without it AWS uses a key of its own, or none. */
const KEY_ATTRIBUTES: Readonly<Record<string, string>> = {
  aws_backup_vault: "kms_key_arn",
  aws_cloudwatch_log_group: "kms_key_id",
  aws_db_instance: "kms_key_id",
  aws_efs_file_system: "kms_key_id",
  aws_secretsmanager_secret: "kms_key_id",
  aws_sns_topic: "kms_master_key_id",
};

/** Attributes that must be true, by type. */
const SWITCHES: Readonly<Record<string, string>> = {
  aws_db_instance: "storage_encrypted",
  aws_efs_file_system: "encrypted",
  aws_kms_key: "enable_key_rotation",
};

const KEY = "${aws_kms_key.key.arn}";

export const ENCRYPTION: readonly Rule[] = [
  {
    rule: "stored data is encrypted with a customer managed key",
    check: each(Object.keys(KEY_ATTRIBUTES), (found) => {
      const attribute = KEY_ATTRIBUTES[found.type] ?? "";
      const key: unknown = found.attributes[attribute];
      return isInherited(found) || isOwnKey(key)
        ? undefined
        : `must have a customer managed key in ${attribute}, got ${key}`;
    }),
    good: resources({
      aws_db_instance: {
        primary: { kms_key_id: KEY },
        replica: { replicate_source_db: "${aws_db_instance.primary.identifier}" },
      },
      aws_sns_topic: { it: { kms_master_key_id: KEY } },
    }),
    bad: {
      "a log group without a key": resource("aws_cloudwatch_log_group", { name: "/app" }),
      "a vault with AWS's key": resource("aws_backup_vault", { kms_key_arn: "alias/aws/backup" }),
      "a database without a key": resource("aws_db_instance", { identifier: "mysql" }),
    },
  },
  {
    rule: "encryption and key rotation are enabled",
    check: each(Object.keys(SWITCHES), (found) => {
      const attribute = SWITCHES[found.type] ?? "";
      return found.attributes[attribute] === true || (isInherited(found) && !(attribute in found.attributes))
        ? undefined
        : `must set ${attribute}`;
    }),
    good: resource("aws_efs_file_system", { encrypted: true }),
    bad: {
      "a file system without a value": resource("aws_efs_file_system", { kms_key_id: KEY }),
      "a database without encryption": resource("aws_db_instance", { storage_encrypted: false }),
      "a replica without encryption": resource("aws_db_instance", {
        replicate_source_db: "x",
        storage_encrypted: false,
      }),
      "a key that never rotates": resource("aws_kms_key", { enable_key_rotation: false }),
    },
  },
  {
    rule: "Performance Insights is encrypted with a customer managed key",
    check: each("aws_db_instance", ({ attributes }) =>
      attributes.performance_insights_enabled && !isOwnKey(attributes.performance_insights_kms_key_id)
        ? "must have a customer managed key in performance_insights_kms_key_id"
        : undefined,
    ),
    good: resource("aws_db_instance", {
      performance_insights_enabled: true,
      performance_insights_kms_key_id: KEY,
    }),
    bad: { "AWS's key": resource("aws_db_instance", { performance_insights_enabled: true }) },
  },
  {
    rule: "the environment of a function is encrypted with a customer managed key",
    check: each("aws_lambda_function", ({ attributes }) =>
      attributes.environment && !isOwnKey(attributes.kms_key_arn)
        ? "must have a customer managed key in kms_key_arn"
        : undefined,
    ),
    good: resource("aws_lambda_function", { environment: { variables: { A: "1" } }, kms_key_arn: KEY }),
    bad: { "AWS's key": resource("aws_lambda_function", { environment: { variables: { A: "1" } } }) },
  },
  {
    rule: "volumes are encrypted",
    check: each(["aws_launch_template", "aws_instance"], ({ type, stack, attributes }, estate) => {
      const own =
        type === "aws_instance"
          ? [...blocks(attributes.root_block_device), ...blocks(attributes.ebs_block_device)]
          : blocks(attributes.block_device_mappings).flatMap(({ ebs }) => blocks(ebs));
      // An instance has the volumes of its launch template, which is checked separately.
      const [template] = blocks(attributes.launch_template);
      const inherited = type === "aws_instance" && estate.follow(stack, template?.id)?.type === "aws_launch_template";
      // A launch template has its boolean values as text.
      return (own.length > 0 || inherited) && own.every(({ encrypted }) => String(encrypted) === "true")
        ? undefined
        : "must list its volumes, each with encryption";
    }),
    good: resources({
      aws_launch_template: { it: { block_device_mappings: [{ ebs: { encrypted: "true" } }] } },
      aws_instance: { it: { launch_template: { id: "${aws_launch_template.it.id}" } } },
    }),
    bad: {
      "a volume without a value": resource("aws_launch_template", { block_device_mappings: [{ ebs: {} }] }),
      "one volume of two": resource("aws_launch_template", {
        block_device_mappings: [{ ebs: { encrypted: "true" } }, { ebs: { encrypted: "false" } }],
      }),
      "the volumes of the image": resource("aws_launch_template", { image_id: "ami-1" }),
      "the volumes of an instance": resource("aws_instance", { ami: "ami-1" }),
      "an unknown launch template": resource("aws_instance", { launch_template: { id: "lt-1" } }),
      "an additional volume of the instance": resources({
        aws_launch_template: { it: { block_device_mappings: [{ ebs: { encrypted: "true" } }] } },
        aws_instance: {
          it: { launch_template: { id: "${aws_launch_template.it.id}" }, ebs_block_device: [{ encrypted: false }] },
        },
      }),
    },
  },
];

/** A replica in the region of its primary has the encryption and the key of the primary. RDS user guide, encryption. */
function isInherited({ type, attributes }: Found): boolean {
  return type === "aws_db_instance" && attributes.replicate_source_db !== undefined;
}

function isOwnKey(key: unknown): boolean {
  return typeof key === "string" && key !== "" && !key.startsWith("alias/aws/");
}
