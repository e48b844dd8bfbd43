import { BackupPlan as AwsBackupPlan } from "@cdktf/provider-aws/lib/backup-plan";
import { BackupSelection } from "@cdktf/provider-aws/lib/backup-selection";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { managedPolicyArn } from "../../shared/arn";
import { ensure } from "../../shared/errors";
import { policyDocument, serviceTrust } from "../../shared/iam";

/** Where a plan copies its recovery points. */
export interface CopyTarget {
  /** ARN of a vault in another region. */
  readonly vaultArn: string;
  /** Days that the vault keeps copies, counted from the creation of the recovery point. */
  readonly retentionInDays: { readonly daily: number; readonly monthly: number };
}

export interface BackupPlanProps {
  /** Name of plan, selection and role, at most 50 characters, e.g. `project-x-prod-backup`. */
  readonly name: string;
  /** Region of the plan. */
  readonly region: string;
  /** Vault of the recovery points, and the days for which it keeps them. */
  readonly vault: {
    readonly name: string;
    readonly retentionInDays: { readonly daily: number; readonly monthly: number };
  };
  /** ARNs of the resources to back up. */
  readonly resourceArns: readonly string[];
  /** Vault that gets a copy of each recovery point. @default no copies */
  readonly copyTo?: CopyTarget | undefined;
}

/**
 * UTC. RDS allows no backup during its backup and maintenance windows, nor in the hour before the latter. On the first of a
 * month both rules apply. AWS Backup then creates one recovery point, with the longer retention (developer guide, "Backup
 * plan options and configuration").
 */
const SCHEDULE = { daily: "cron(0 5 * * ? *)", monthly: "cron(0 5 1 * ? *)" };
/** Minutes within which a job must start, and must end. AWS Backup cancels and reports a job that misses one of them. */
const START_WITHIN_MINUTES = 60;
const COMPLETE_WITHIN_MINUTES = 720;

/**
 * Daily and monthly recovery points of resources. Include every resource with data, because only the vault can restore a
 * resource that was deleted together with its own snapshots.
 */
export class BackupPlan extends Construct {
  /** Escape hatch: the underlying `aws_backup_plan`. */
  readonly resource: AwsBackupPlan;

  constructor(scope: Construct, id: string, props: BackupPlanProps) {
    super(scope, id);
    const { name, vault, resourceArns, copyTo } = props;
    ensure(name.length <= 50, "name", "be at most 50 characters", name);
    ensure(resourceArns.length > 0, "resourceArns", "name at least 1 resource", resourceArns);
    const rule = (ruleName: keyof typeof SCHEDULE) => ({
      ruleName,
      targetVaultName: vault.name,
      schedule: SCHEDULE[ruleName],
      startWindow: START_WITHIN_MINUTES,
      completionWindow: COMPLETE_WITHIN_MINUTES,
      lifecycle: { deleteAfter: vault.retentionInDays[ruleName] },
      ...(copyTo ? { copyAction: [copyAction(copyTo, ruleName)] } : {}),
    });
    this.resource = new AwsBackupPlan(this, "Resource", {
      name,
      rule: [rule("daily"), rule("monthly")],
    });
    const { role, permissions } = this.createRole(props);
    new BackupSelection(this, "selection", {
      name,
      planId: this.resource.id,
      iamRoleArn: role.arn,
      resources: [...resourceArns],
      dependsOn: permissions,
    });
  }

  /** Allows backups, copies and the expiry of recovery points. A restore needs another role. */
  private createRole({ name, region, copyTo }: BackupPlanProps) {
    const role = new IamRole(this, "role", {
      name,
      description: "Lets AWS Backup create and expire recovery points",
      // AWS Backup documents no condition keys for the roles that it assumes.
      assumeRolePolicy: serviceTrust("backup.amazonaws.com"),
    });
    const permissions = new IamRolePolicyAttachment(this, "permissions", {
      role: role.name,
      // The managed policy, because AWS adds the actions of further services to it. A copy would become outdated.
      policyArn: managedPolicyArn(region, "service-role/AWSBackupServiceRolePolicyForBackup"),
    });
    return { role, permissions: [permissions, ...(copyTo ? [this.limitCopies(role, copyTo)] : [])] };
  }

  /** The managed policy allows copies into every vault, also of other accounts. */
  private limitCopies(role: IamRole, { vaultArn }: CopyTarget): IamRolePolicy {
    return new IamRolePolicy(this, "copies", {
      name: "copies",
      role: role.name,
      policy: policyDocument([
        {
          sid: "CopyIntoOneVault",
          effect: "Deny",
          actions: ["backup:CopyIntoBackupVault"],
          resources: [vaultArn],
          exceptResources: true,
        },
      ]),
    });
  }
}

function copyAction({ vaultArn, retentionInDays }: CopyTarget, ruleName: keyof typeof SCHEDULE) {
  return { destinationVaultArn: vaultArn, lifecycle: { deleteAfter: retentionInDays[ruleName] } };
}
