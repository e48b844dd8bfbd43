import {
  BackupPlan,
  BackupPlanRule,
  BackupResource,
  BackupVault,
  CfnRestoreTestingPlan,
  CfnRestoreTestingSelection,
} from "aws-cdk-lib/aws-backup";
import { Schedule } from "aws-cdk-lib/aws-events";
import { ManagedPolicy, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import { Duration, RemovalPolicy } from "aws-cdk-lib/core";
import { Construct } from "constructs";

export interface BackupsProps {
  readonly name: string;
  readonly key: IKey;
  readonly databaseArn: string;
  readonly fileSystemArn: string;
}

/** Daily and monthly backups in a locked vault, and a weekly restore test. */
export class Backups extends Construct {
  readonly vault: BackupVault;

  constructor(scope: Construct, id: string, props: BackupsProps) {
    super(scope, id);
    const { name, key, databaseArn, fileSystemArn } = props;
    this.vault = new BackupVault(this, "vault", {
      backupVaultName: name,
      encryptionKey: key,
      lockConfiguration: { minRetention: Duration.days(35), maxRetention: Duration.days(365) },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const plan = new BackupPlan(this, "plan", {
      backupPlanName: name,
      backupVault: this.vault,
      backupPlanRules: [
        new BackupPlanRule({
          ruleName: "daily",
          scheduleExpression: Schedule.cron({ hour: "2", minute: "0" }),
          deleteAfter: Duration.days(35),
        }),
        new BackupPlanRule({
          ruleName: "monthly",
          scheduleExpression: Schedule.cron({ hour: "3", minute: "0", day: "1" }),
          deleteAfter: Duration.days(365),
        }),
      ],
    });
    plan.addSelection("selection", {
      resources: [BackupResource.fromArn(databaseArn), BackupResource.fromArn(fileSystemArn)],
    });
    this.testRestores(name, { RDS: databaseArn, EFS: fileSystemArn });
  }

  private testRestores(name: string, resources: Readonly<Record<string, string>>): void {
    const role = new Role(this, "restore-role", {
      assumedBy: new ServicePrincipal("backup.amazonaws.com"),
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName("service-role/AWSBackupServiceRolePolicyForRestores")],
    });
    const planName = `${name.replaceAll("-", "_")}_restore`;
    const plan = new CfnRestoreTestingPlan(this, "restore-plan", {
      restoreTestingPlanName: planName,
      scheduleExpression: "cron(0 5 ? * 1 *)",
      recoveryPointSelection: {
        algorithm: "LATEST_WITHIN_WINDOW",
        includeVaults: [this.vault.backupVaultArn],
        recoveryPointTypes: ["SNAPSHOT"],
        selectionWindowDays: 7,
      },
    });
    for (const [protectedResourceType, arn] of Object.entries(resources)) {
      const selection = new CfnRestoreTestingSelection(this, `restore-${protectedResourceType}`, {
        iamRoleArn: role.roleArn,
        protectedResourceType,
        protectedResourceArns: [arn],
        restoreTestingPlanName: planName,
        restoreTestingSelectionName: `${planName}_${protectedResourceType}`,
        validationWindowHours: 1,
      });
      selection.addResourceDependency(plan);
    }
  }
}
