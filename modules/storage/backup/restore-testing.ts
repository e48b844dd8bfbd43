import { BackupRestoreTestingPlan } from "@cdktf/provider-aws/lib/backup-restore-testing-plan";
import { BackupRestoreTestingSelection } from "@cdktf/provider-aws/lib/backup-restore-testing-selection";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { managedPolicyArn } from "../../shared/arn";
import { ensure } from "../../shared/errors";
import { serviceTrust } from "../../shared/iam";

export interface RestoreTestingProps {
  /** Name of the plan, at most 50 characters, e.g. `project-x-prod-restore-test`. */
  readonly name: string;
  /** Region of the plan. */
  readonly region: string;
  /** ARN of the vault whose recovery points are restored. */
  readonly vaultArn: string;
  /**
   * The DB instance, and the subnet group of the restored instance. Without a group, RDS needs a default VPC.
   * @default no DB instance is restored
   */
  readonly database?: { readonly arn: string; readonly subnetGroupName: string } | undefined;
  /**
   * The Aurora cluster, and the subnet group of the restored cluster. Without a group, RDS needs a default VPC.
   * @default no cluster is restored
   */
  readonly cluster?: { readonly arn: string; readonly subnetGroupName: string } | undefined;
  /**
   * The file system, and the key of the restored one. Without a key, AWS Backup uses the key that AWS manages.
   * @default no file system is restored
   */
  readonly fileSystem?: { readonly arn: string; readonly kmsKeyArn: string } | undefined;
  /** Name of the IAM role, at most 64 characters. @default the name of the plan */
  readonly roleName?: string | undefined;
  /** The DynamoDB table, and the key of the restored one. @default no table is restored */
  readonly table?: { readonly arn: string; readonly kmsKeyArn: string } | undefined;
}

/** UTC, weekly, after the day's backups and during working hours. */
const SCHEDULE = "cron(0 9 ? * TUE *)";
/** Hours within which the restores start. */
const START_WITHIN_HOURS = 1;
/** Maximum age of a recovery point. If there is none, the alarms for failed backups have already fired. */
const NEWEST_WITHIN_DAYS = 7;
/** Hours until restored resources are deleted, 0 to 168. They can be inspected until then, and are billed. */
const VALIDATION_WINDOW_HOURS = 4;

/**
 * Restores the newest recovery point of each resource every week, and deletes the restored resources afterwards.
 * The restore testing history of AWS Backup shows the results. `BackupAlarms` reports a failed restore.
 *
 * A restored DB instance or cluster gets the VPC's default security group. If that group has no rules, it is unreachable.
 * A restored cluster has a volume but no DB instance (RDS API reference, RestoreDBClusterFromSnapshot). So its test shows that
 * the recovery point can be restored, and the four hours cost storage only.
 */
export class RestoreTesting extends Construct {
  /** Escape hatch: the underlying `aws_backup_restore_testing_plan`. */
  readonly resource: BackupRestoreTestingPlan;

  private readonly role: IamRole;
  private readonly permissions: IamRolePolicyAttachment;

  constructor(scope: Construct, id: string, props: RestoreTestingProps) {
    super(scope, id);
    const { name, vaultArn, database, cluster, fileSystem, table } = props;
    ensure(/^[A-Za-z0-9_-]{1,50}$/.test(name), "name", "be 1 to 50 letters, digits, hyphens or underscores", name);
    const isAny = Boolean(database ?? cluster ?? fileSystem ?? table);
    ensure(isAny, "database", "be given, or cluster, fileSystem or table", database);
    this.resource = new BackupRestoreTestingPlan(this, "Resource", {
      // Only letters, digits and underscores are allowed (API reference, RestoreTestingPlanForCreate).
      name: name.replaceAll("-", "_"),
      scheduleExpression: SCHEDULE,
      startWindowHours: START_WITHIN_HOURS,
      recoveryPointSelection: [
        {
          algorithm: "LATEST_WITHIN_WINDOW",
          includeVaults: [vaultArn],
          recoveryPointTypes: ["SNAPSHOT"],
          selectionWindowDays: NEWEST_WITHIN_DAYS,
        },
      ],
    });
    this.role = new IamRole(this, "role", {
      name: props.roleName ?? name,
      description: "Lets AWS Backup run restore tests and delete the restored resources",
      // AWS Backup documents no condition keys for the roles that it assumes.
      assumeRolePolicy: serviceTrust("backup.amazonaws.com"),
    });
    this.permissions = new IamRolePolicyAttachment(this, "permissions", {
      role: this.role.name,
      // The managed policy, because AWS adds the actions of further services to it. A copy would become outdated.
      policyArn: managedPolicyArn(props.region, "service-role/AWSBackupServiceRolePolicyForRestores"),
    });
    // AWS Backup infers the other metadata: names that start with awsbackup-restore-test-, a single zone, no deletion
    // protection (developer guide, "Restore testing inferred metadata").
    if (database) {
      this.select("database", "RDS", database.arn, { dbSubnetGroupName: database.subnetGroupName });
    }
    if (cluster) {
      this.select("cluster", "Aurora", cluster.arn, { dbSubnetGroupName: cluster.subnetGroupName });
    }
    if (fileSystem) {
      this.select("files", "EFS", fileSystem.arn, { kmsKeyId: fileSystem.kmsKeyArn });
    }
    if (table) {
      this.select("table", "DynamoDB", table.arn, { encryptionType: "KMS", kmsMasterKeyArn: table.kmsKeyArn });
    }
  }

  private select(
    id: string,
    protectedResourceType: "RDS" | "Aurora" | "EFS" | "DynamoDB",
    resourceArn: string,
    restoreMetadataOverrides: Record<string, string>,
  ): void {
    new BackupRestoreTestingSelection(this, id, {
      name: id,
      restoreTestingPlanName: this.resource.name,
      protectedResourceType,
      protectedResourceArns: [resourceArn],
      iamRoleArn: this.role.arn,
      validationWindowHours: VALIDATION_WINDOW_HOURS,
      restoreMetadataOverrides,
      dependsOn: [this.permissions],
    });
  }
}
