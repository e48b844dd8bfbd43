import { BackupPlan as AwsBackupPlan } from "@cdktf/provider-aws/lib/backup-plan";
import { BackupSelection } from "@cdktf/provider-aws/lib/backup-selection";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { managedPolicyArn } from "../../shared/arn";
import { ensure } from "../../shared/errors";
import { serviceTrust } from "../../shared/iam";

export interface BackupPlanProps {
  /** Name of plan, selection and role, at most 50 characters, e.g. `project-x-prod-backup`. */
  readonly name: string;
  readonly region: string;
  readonly vaultName: string;
  readonly dailyRetentionInDays: number;
  readonly monthlyRetentionInDays: number;
  /** ARNs of what is backed up. */
  readonly resourceArns: readonly string[];
}

/**
 * UTC. RDS takes no backup in the hour before its maintenance window nor in either of its windows. On the first of a
 * month both rules are due: AWS Backup then makes one recovery point, for the longer retention (developer guide, "Backup
 * plan options and configuration").
 */
const SCHEDULE = { daily: "cron(0 5 * * ? *)", monthly: "cron(0 5 1 * ? *)" };
/** Minutes in which a job must begin, and in which it must end; a job that misses either is given up and reported. */
const START_WITHIN_MINUTES = 60;
const COMPLETE_WITHIN_MINUTES = 720;

/**
 * Daily and monthly recovery points of some resources. One that holds data belongs here: what is deleted with its own
 * snapshots comes back from the vault alone.
 */
export class BackupPlan extends Construct {
  /** Escape hatch: the underlying `aws_backup_plan`. */
  readonly resource: AwsBackupPlan;

  constructor(scope: Construct, id: string, props: BackupPlanProps) {
    super(scope, id);
    const { name, vaultName, dailyRetentionInDays, monthlyRetentionInDays, resourceArns } = props;
    ensure(name.length <= 50, "name", "be at most 50 characters", name);
    ensure(resourceArns.length > 0, "resourceArns", "name at least 1 resource", resourceArns);
    const rule = (ruleName: keyof typeof SCHEDULE, deleteAfter: number) => ({
      ruleName,
      targetVaultName: vaultName,
      schedule: SCHEDULE[ruleName],
      startWindow: START_WITHIN_MINUTES,
      completionWindow: COMPLETE_WITHIN_MINUTES,
      lifecycle: { deleteAfter },
    });
    this.resource = new AwsBackupPlan(this, "Resource", {
      name,
      rule: [rule("daily", dailyRetentionInDays), rule("monthly", monthlyRetentionInDays)],
    });
    const { role, permissions } = this.createRole(props);
    new BackupSelection(this, "selection", {
      name,
      planId: this.resource.id,
      iamRoleArn: role.arn,
      resources: [...resourceArns],
      dependsOn: [permissions],
    });
  }

  /** Backs up and no more: who restores brings a role of their own. AWS Backup also expires recovery points with it. */
  private createRole({ name, region }: BackupPlanProps) {
    const role = new IamRole(this, "role", {
      name,
      description: "Lets AWS Backup make and expire recovery points",
      // AWS Backup documents no condition keys for the roles that it assumes.
      assumeRolePolicy: serviceTrust("backup.amazonaws.com"),
    });
    const permissions = new IamRolePolicyAttachment(this, "permissions", {
      role: role.name,
      // Each service has actions of its own here, and AWS adds to them; a copy would fall behind.
      policyArn: managedPolicyArn(region, "service-role/AWSBackupServiceRolePolicyForBackup"),
    });
    return { role, permissions };
  }
}
