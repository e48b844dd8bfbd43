import { each, type Rule, resource, resources } from "./rule";

export const DATA: readonly Rule[] = [
  {
    // RDS user guide, "Limitations for Secrets Manager integration".
    rule: "a MySQL instance whose master password RDS manages has no read replica",
    check: each("aws_db_instance", ({ stack, attributes }, estate) => {
      const source = estate.follow(stack, attributes.replicate_source_db)?.attributes;
      return source?.manage_master_user_password
        ? "must not be a replica of an instance whose master password RDS manages"
        : undefined;
    }),
    good: replicaOf({ password_wo_version: 1 }),
    bad: { "a managed password": replicaOf({ manage_master_user_password: true }) },
  },
  {
    rule: "a database is never public",
    check: each("aws_db_instance", ({ attributes }) =>
      attributes.publicly_accessible === false ? undefined : "must set publicly_accessible to false",
    ),
    good: resource("aws_db_instance", { publicly_accessible: false }),
    bad: {
      "a public database": resource("aws_db_instance", { publicly_accessible: true }),
      "no value": resource("aws_db_instance", { identifier: "mysql" }),
    },
  },
  {
    rule: "a database with deletion protection has a final snapshot with a stable name",
    check: each("aws_db_instance", ({ attributes }) => {
      const { deletion_protection, skip_final_snapshot, final_snapshot_identifier, replicate_source_db } = attributes;
      const leaves = skip_final_snapshot !== true && Boolean(final_snapshot_identifier);
      return !deletion_protection || replicate_source_db || leaves ? undefined : "must have a final snapshot";
    }),
    good: resource("aws_db_instance", { deletion_protection: true, final_snapshot_identifier: "mysql-final" }),
    bad: {
      "a snapshot skipped": resource("aws_db_instance", { deletion_protection: true, skip_final_snapshot: true }),
      "a snapshot without a name": resource("aws_db_instance", { deletion_protection: true }),
    },
  },
  {
    // RDS API, CreateDBInstance: MonitoringRoleArn is required above 0.
    rule: "enhanced monitoring has a role",
    check: each("aws_db_instance", ({ attributes: { monitoring_interval = 0, monitoring_role_arn } }) =>
      monitoring_interval > 0 && !monitoring_role_arn ? "must have a monitoring role" : undefined,
    ),
    good: resource("aws_db_instance", { monitoring_interval: 60, monitoring_role_arn: "arn" }),
    bad: { "no role": resource("aws_db_instance", { monitoring_interval: 60 }) },
  },
  {
    // Secrets Manager API, DeleteSecret: 7 to 30 days, or 0 to delete at once. Until then the name stays reserved.
    rule: "a secret has a recovery window of 0 or 7 to 30 days",
    check: each("aws_secretsmanager_secret", ({ attributes: { recovery_window_in_days: days } }) =>
      days === 0 || (days >= 7 && days <= 30)
        ? undefined
        : `must set recovery_window_in_days to 0 or 7 to 30, got ${days}`,
    ),
    good: resources({
      aws_secretsmanager_secret: { a: { recovery_window_in_days: 0 }, b: { recovery_window_in_days: 30 } },
    }),
    bad: {
      "no value": resource("aws_secretsmanager_secret", { name: "master" }),
      "one day": resource("aws_secretsmanager_secret", { recovery_window_in_days: 1 }),
    },
  },
  {
    rule: "a secret is deleted at once in a stack whose databases have no deletion protection",
    check: each("aws_secretsmanager_secret", ({ stack, attributes }, estate) => {
      const databases = estate.resources("aws_db_instance").filter((database) => database.stack === stack);
      const comesAndGoes = databases.length > 0 && databases.every((it) => !it.attributes.deletion_protection);
      return comesAndGoes && attributes.recovery_window_in_days !== 0
        ? "must set recovery_window_in_days to 0"
        : undefined;
    }),
    good: secretBeside({ deletion_protection: false }, 0),
    bad: { "a name that is kept for a week": secretBeside({ deletion_protection: false }, 7) },
  },
];

function replicaOf(primary: object) {
  return resources({
    aws_db_instance: { primary, replica: { replicate_source_db: "${aws_db_instance.primary.identifier}" } },
  });
}

function secretBeside(database: object, days: number) {
  return resources({
    aws_db_instance: { it: database },
    aws_secretsmanager_secret: { it: { recovery_window_in_days: days } },
  });
}
