import type { Estate, Found } from "../helpers/estate";
import { blocks, regionOf } from "../helpers/estate";
import type { Attributes } from "../helpers/resource";
import { each, type Fixture, type Rule, remote, resource, resources } from "./rule";

const LOCK = { min_retention_days: 35, max_retention_days: 365 };

export const BACKUPS: readonly Rule[] = [
  {
    rule: "a data store is in a backup plan",
    check: each(["aws_db_instance", "aws_rds_cluster", "aws_efs_file_system"], (store, estate) =>
      store.attributes.replicate_source_db || isSelected(estate, (found) => isSame(found, store))
        ? undefined
        : "must be in a backup plan",
    ),
    good: resources({
      aws_rds_cluster: { it: {} },
      aws_efs_file_system: { it: {} },
      aws_db_instance: { it: {}, replica: { replicate_source_db: "${aws_db_instance.it.identifier}" } },
      aws_backup_selection: {
        cluster: { resources: ["${aws_rds_cluster.it.arn}"] },
        others: { resources: ["${aws_db_instance.it.arn}", "${aws_efs_file_system.it.arn}"] },
      },
    }),
    bad: {
      "a database without a backup": resource("aws_db_instance", { identifier: "mysql" }),
      "a file system without a backup": resource("aws_efs_file_system", {}),
      "a cluster whose plan selects another resource": resources({
        aws_rds_cluster: { it: {} },
        aws_efs_file_system: { it: {} },
        aws_backup_selection: { it: { resources: ["${aws_efs_file_system.it.arn}"] } },
      }),
    },
  },
  {
    // Replication copies a deletion or a corruption to every Region.
    rule: "a DynamoDB table or one of its replicas is in a backup plan",
    check: each("aws_dynamodb_table", (table, estate) => {
      const isThis = (found: Found | undefined): boolean =>
        found?.type === "aws_dynamodb_table_replica"
          ? isThis(estate.follow(found.stack, found.attributes.global_table_arn))
          : isSame(found, table);
      return isSelected(estate, isThis) ? undefined : "must be in a backup plan, in at least one region";
    }),
    good: backedUpTable("${aws_dynamodb_table.it.arn}"),
    bad: {
      "no backup": resource("aws_dynamodb_table", { name: "items" }),
      "a backup of another resource": backedUpTable("${aws_efs_file_system.it.arn}"),
    },
  },
  {
    // A job fails if its retention is outside the limits of the lock. AWS Backup guide, "Vault Lock".
    rule: "a backup plan keeps its backups within the limits of the vault's lock",
    check: each("aws_backup_plan", (plan, estate) => {
      const locks = estate.resources("aws_backup_vault_lock_configuration").filter(({ stack }) => stack === plan.stack);
      const refused = blocks(plan.attributes.rule).flatMap((rule) => outside(rule, locks));
      return refused.length > 0
        ? `must keep backups within the limits of the lock, got ${refused.join("; ")}`
        : undefined;
    }),
    good: lockedPlan(35),
    bad: { "too short": lockedPlan(7), "too long": lockedPlan(500) },
  },
  {
    rule: "a backup plan keeps its copies within the limits of the destination vault's lock",
    check: each("aws_backup_plan", (plan, estate) => {
      const refused = copies(plan, estate).flatMap(({ action, vault }) => outside(action, locksOf(vault, estate)));
      return refused.length > 0
        ? `must keep copies within the limits of the lock, got ${refused.join("; ")}`
        : undefined;
    }),
    good: copyingPlan("us-west-2", 35),
    bad: { "too short": copyingPlan("us-west-2", 7), "too long": copyingPlan("us-west-2", 500) },
  },
  {
    // A copy in the same Region is lost together with it.
    rule: "a backup plan copies to an encrypted vault in another region",
    check: each("aws_backup_plan", (plan, estate) => {
      const wrong = copies(plan, estate).filter(
        ({ vault }) => !vault?.attributes.kms_key_arn || regionOf(vault) === regionOf(plan),
      );
      return wrong.length > 0 ? "must copy to a vault with a key, in another region" : undefined;
    }),
    good: copyingPlan("us-west-2", 35),
    bad: {
      "the same region": copyingPlan("eu-west-1", 35),
      "an unknown vault": resource("aws_backup_plan", { rule: [{ copy_action: [{ destination_vault_arn: "arn" }] }] }),
    },
  },
];

function isSame(found: Found | undefined, other: Found): boolean {
  return found?.stack.id === other.stack.id && found.address === other.address;
}

/** Whether a backup plan selects a resource that matches. */
function isSelected(estate: Estate, matches: (found: Found | undefined) => boolean): boolean {
  return estate
    .resources("aws_backup_selection")
    .flatMap(({ stack, attributes }) => (attributes.resources ?? []).map((arn: string) => estate.follow(stack, arn)))
    .some(matches);
}

/** The copy actions of a plan, with their vaults. */
function copies(plan: Found, estate: Estate): { action: Attributes; vault: Found | undefined }[] {
  return blocks(plan.attributes.rule)
    .flatMap(({ copy_action }) => blocks(copy_action))
    .map((action) => ({ action, vault: estate.follow(plan.stack, action.destination_vault_arn) }));
}

function locksOf(vault: Found | undefined, estate: Estate): Found[] {
  return estate
    .resources("aws_backup_vault_lock_configuration")
    .filter(({ stack, attributes }) => vault && isSame(estate.follow(stack, attributes.backup_vault_name), vault));
}

/** The retentions that the locks refuse. */
function outside({ lifecycle }: Attributes, locks: readonly Found[]): string[] {
  return blocks(lifecycle).flatMap(({ delete_after: days }) =>
    locks.flatMap(
      ({ attributes: { min_retention_days: min = 0, max_retention_days: max = Number.POSITIVE_INFINITY } }) =>
        days >= min && days <= max ? [] : [`${days} days, lock ${min} to ${max}`],
    ),
  );
}

function backedUpTable(arn: string): Fixture {
  return resources({
    aws_dynamodb_table: { it: { name: "items" } },
    aws_efs_file_system: { it: {} },
    aws_backup_selection: { it: { resources: [arn] } },
  });
}

function lockedPlan(days: number): Fixture {
  return resources({
    aws_backup_plan: { it: { rule: [{ lifecycle: { delete_after: days } }] } },
    aws_backup_vault_lock_configuration: { it: LOCK },
  });
}

/** A plan in eu-west-1 that copies to a vault of another stack. */
function copyingPlan(region: string, days: number): Fixture {
  const action = { destination_vault_arn: remote("copies", "vault"), lifecycle: { delete_after: days } };
  return {
    data: {
      provider: { aws: [{ region: "eu-west-1" }] },
      resource: { aws_backup_plan: { it: { rule: [{ lifecycle: { delete_after: 1 }, copy_action: [action] }] } } },
    },
    copies: {
      provider: { aws: [{ region }] },
      resource: {
        aws_backup_vault: { it: { kms_key_arn: "arn:key" } },
        aws_backup_vault_lock_configuration: { it: { ...LOCK, backup_vault_name: "${aws_backup_vault.it.name}" } },
      },
      output: { vault: { value: "${aws_backup_vault.it.arn}" } },
    },
  };
}
