import {
  BackupClient,
  CreateBackupPlanCommand,
  CreateBackupSelectionCommand,
  CreateBackupVaultCommand,
  CreateRestoreTestingPlanCommand,
  CreateRestoreTestingSelectionCommand,
  DeleteBackupSelectionCommand,
  DeleteBackupVaultAccessPolicyCommand,
  DeleteRestoreTestingPlanCommand,
  DeleteRestoreTestingSelectionCommand,
  GetBackupPlanCommand,
  GetBackupSelectionCommand,
  GetBackupVaultAccessPolicyCommand,
  GetRestoreTestingPlanCommand,
  GetRestoreTestingSelectionCommand,
  ListBackupSelectionsCommand,
  ListRecoveryPointsByBackupVaultCommand,
  ListTagsCommand,
  PutBackupVaultAccessPolicyCommand,
  type RestoreTestingPlanForCreate,
  UpdateBackupPlanCommand,
  UpdateRestoreTestingPlanCommand,
} from "@aws-sdk/client-backup";
import { EmulatedAws } from "./emulated";

const aws = new EmulatedAws();
let backup: BackupClient;
let BackupPlanId: string;
beforeEach(async () => {
  await aws.emulator.reset();
  backup = new BackupClient(aws.config());
  const Rules = [{ RuleName: "daily", TargetBackupVaultName: "vault" }];
  const made = await backup.send(new CreateBackupPlanCommand({ BackupPlan: { BackupPlanName: "plan", Rules } }));
  BackupPlanId = made.BackupPlanId ?? "";
});

describe("plans", () => {
  const rule = { RuleName: "daily", TargetBackupVaultName: "vault" };
  const CopyActions = [{ DestinationBackupVaultArn: "arn:aws:backup:us-west-2:111111111111:backup-vault:vault" }];

  it("return the rules of their last update", async () => {
    const get = () => backup.send(new GetBackupPlanCommand({ BackupPlanId }));
    const before = await get();
    for (const Rules of [[{ ...rule, CopyActions }], [rule, { ...rule, RuleName: "monthly" }]]) {
      const BackupPlan = { BackupPlanName: "plan", Rules };
      const { VersionId } = await backup.send(new UpdateBackupPlanCommand({ BackupPlanId, BackupPlan }));
      expect(await get()).toMatchObject({ BackupPlanArn: before.BackupPlanArn, VersionId, BackupPlan });
      expect(VersionId).not.toBe(before.VersionId);
    }
  });

  it("that do not exist are not updated", async () => {
    const update = new UpdateBackupPlanCommand({
      BackupPlanId: "missing",
      BackupPlan: { BackupPlanName: "plan", Rules: [rule] },
    });
    await expect(backup.send(update)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });
});

describe("selections", () => {
  const BackupSelection = {
    SelectionName: "database",
    IamRoleArn: "arn:aws:iam::111111111111:role/backup",
    Resources: ["arn:aws:rds:eu-west-1:111111111111:db:x"],
  };

  it("return the values of their creation, are listed and deleted", async () => {
    const { SelectionId } = await backup.send(new CreateBackupSelectionCommand({ BackupPlanId, BackupSelection }));
    const get = () => backup.send(new GetBackupSelectionCommand({ BackupPlanId, SelectionId }));
    expect(await get()).toMatchObject({ BackupPlanId, SelectionId, BackupSelection });
    const { BackupSelectionsList } = await backup.send(new ListBackupSelectionsCommand({ BackupPlanId }));
    expect(BackupSelectionsList).toMatchObject([{ SelectionId, SelectionName: "database" }]);
    await backup.send(new DeleteBackupSelectionCommand({ BackupPlanId, SelectionId }));
    await expect(get()).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });

  it("require an existing plan", async () => {
    const create = backup.send(new CreateBackupSelectionCommand({ BackupPlanId: "missing", BackupSelection }));
    await expect(create).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });
});

describe("restore testing", () => {
  const RestoreTestingPlanName = "monthly";
  const plan = {
    RestoreTestingPlanName,
    ScheduleExpression: "cron(0 12 1 * ? *)",
    StartWindowHours: 8,
    RecoveryPointSelection: {
      Algorithm: "LATEST_WITHIN_WINDOW",
      IncludeVaults: ["*"],
      RecoveryPointTypes: ["SNAPSHOT"],
      SelectionWindowDays: 30,
    },
  } satisfies RestoreTestingPlanForCreate;
  const selection = {
    RestoreTestingSelectionName: "database",
    ProtectedResourceType: "RDS",
    ProtectedResourceArns: ["*"],
    IamRoleArn: "arn:aws:iam::111111111111:role/restore",
  };
  const getPlan = () => backup.send(new GetRestoreTestingPlanCommand({ RestoreTestingPlanName }));

  it("stores plans with their tags, changes and deletes them", async () => {
    const create = new CreateRestoreTestingPlanCommand({ RestoreTestingPlan: plan, Tags: { a: "1" } });
    const { RestoreTestingPlanArn: ResourceArn } = await backup.send(create);
    expect((await getPlan()).RestoreTestingPlan).toMatchObject(plan);
    expect((await backup.send(new ListTagsCommand({ ResourceArn }))).Tags).toEqual({ a: "1" });
    await backup.send(
      new UpdateRestoreTestingPlanCommand({ RestoreTestingPlanName, RestoreTestingPlan: { StartWindowHours: 4 } }),
    );
    expect((await getPlan()).RestoreTestingPlan).toMatchObject({ ...plan, StartWindowHours: 4 });
    await backup.send(new DeleteRestoreTestingPlanCommand({ RestoreTestingPlanName }));
    await expect(getPlan()).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });

  it("stores the selections of a plan", async () => {
    await backup.send(new CreateRestoreTestingPlanCommand({ RestoreTestingPlan: plan }));
    const named = { RestoreTestingPlanName, RestoreTestingSelectionName: "database" };
    const create = { RestoreTestingPlanName, RestoreTestingSelection: selection };
    await backup.send(new CreateRestoreTestingSelectionCommand(create));
    const get = () => backup.send(new GetRestoreTestingSelectionCommand(named));
    expect((await get()).RestoreTestingSelection).toMatchObject({ ...selection, ValidationWindowHours: 0 });
    await backup.send(new DeleteRestoreTestingSelectionCommand(named));
    await expect(get()).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });
});

describe("vaults", () => {
  const BackupVaultName = "vault";

  it("return their tags", async () => {
    const { BackupVaultArn } = await backup.send(
      new CreateBackupVaultCommand({ BackupVaultName, BackupVaultTags: { a: "1" } }),
    );
    expect((await backup.send(new ListTagsCommand({ ResourceArn: BackupVaultArn }))).Tags).toEqual({ a: "1" });
  });

  it("store their access policy, change and delete it", async () => {
    const get = () => backup.send(new GetBackupVaultAccessPolicyCommand({ BackupVaultName }));
    const put = (Policy: string) => backup.send(new PutBackupVaultAccessPolicyCommand({ BackupVaultName, Policy }));
    await expect(put("{}")).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    const { BackupVaultArn } = await backup.send(new CreateBackupVaultCommand({ BackupVaultName }));
    await expect(get()).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    await put('{"Version":"2008-10-17"}');
    await put('{"Version":"2012-10-17"}');
    expect(await get()).toMatchObject({ BackupVaultArn, BackupVaultName, Policy: '{"Version":"2012-10-17"}' });
    await backup.send(new DeleteBackupVaultAccessPolicyCommand({ BackupVaultName }));
    await expect(get()).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });

  it("have no recovery points, and return an error for an unknown vault", async () => {
    const points = () => backup.send(new ListRecoveryPointsByBackupVaultCommand({ BackupVaultName }));
    await expect(points()).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    await backup.send(new CreateBackupVaultCommand({ BackupVaultName }));
    expect((await points()).RecoveryPoints).toEqual([]);
  });
});
