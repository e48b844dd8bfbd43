import { BackupRestoreTestingPlan } from "@cdktf/provider-aws/lib/backup-restore-testing-plan";
import { BackupRestoreTestingSelection } from "@cdktf/provider-aws/lib/backup-restore-testing-selection";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { managedPolicyArn } from "../../shared/arn";
import { ensure } from "../../shared/errors";
import { serviceTrust } from "../../shared/iam";

export interface RestoreTestingProps {
  /** Name of plan and role, at most 50 characters, e.g. `project-x-prod-restore-test`. */
  readonly name: string;
  readonly region: string;
  /** The vault whose recovery points are tried. */
  readonly vaultArn: string;
  readonly database: {
    readonly arn: string;
    /** Where it is restored: without one RDS looks for a default VPC. */
    readonly subnetGroupName: string;
  };
  readonly fileSystem: {
    readonly arn: string;
    /** Encrypts what is restored; AWS Backup would take the service's own key. */
    readonly kmsKeyArn: string;
  };
}

/** UTC, weekly, when the day's recovery points are made and somebody is at work to look into what was restored. */
const SCHEDULE = "cron(0 9 ? * TUE *)";
/** Hours in which the restores begin. */
const START_WITHIN_HOURS = 1;
/** A week without a recovery point leaves nothing to restore: the backups that failed have told of it by then. */
const NEWEST_WITHIN_DAYS = 7;
/** Hours that what was restored stays for whoever wants to look into it; 0 to 168. An instance is paid for as long. */
const VALIDATION_WINDOW_HOURS = 4;

/**
 * Restores the newest recovery point of database and file system every week, and deletes what it restored: a backup is worth
 * what was last restored from it. Results are in AWS Backup's restore testing history; `BackupAlarms`
 * tells of a restore that fails.
 *
 * The restored instance has the security group that RDS gives by itself, the VPC's default one: in a VPC whose default group
 * is empty nobody reaches it.
 */
export class RestoreTesting extends Construct {
  /** Escape hatch: the underlying `aws_backup_restore_testing_plan`. */
  readonly resource: BackupRestoreTestingPlan;

  private readonly role: IamRole;
  private readonly permissions: IamRolePolicyAttachment;

  constructor(scope: Construct, id: string, props: RestoreTestingProps) {
    super(scope, id);
    const { name, vaultArn, database, fileSystem } = props;
    ensure(/^[A-Za-z0-9_-]{1,50}$/.test(name), "name", "be 1 to 50 letters, digits, hyphens or underscores", name);
    this.resource = new BackupRestoreTestingPlan(this, "Resource", {
      // Of letters, digits and underscores alone (API reference, RestoreTestingPlanForCreate).
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
      name,
      description: "Lets AWS Backup restore on trial, and delete what it restored",
      // AWS Backup documents no condition keys for the roles that it assumes.
      assumeRolePolicy: serviceTrust("backup.amazonaws.com"),
    });
    this.permissions = new IamRolePolicyAttachment(this, "permissions", {
      role: this.role.name,
      // Each service has actions of its own here, and AWS adds to them; a copy would fall behind.
      policyArn: managedPolicyArn(props.region, "service-role/AWSBackupServiceRolePolicyForRestores"),
    });
    // The rest of the metadata AWS Backup infers: names that begin with awsbackup-restore-test-, one zone, no protection
    // (developer guide, "Restore testing inferred metadata").
    this.select("database", "RDS", database.arn, { dbSubnetGroupName: database.subnetGroupName });
    this.select("files", "EFS", fileSystem.arn, { kmsKeyId: fileSystem.kmsKeyArn });
  }

  private select(
    id: string,
    protectedResourceType: "RDS" | "EFS",
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
