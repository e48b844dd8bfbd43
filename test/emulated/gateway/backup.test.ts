import {
  BackupClient,
  CreateBackupPlanCommand,
  CreateBackupSelectionCommand,
  CreateBackupVaultCommand,
  DeleteBackupSelectionCommand,
  GetBackupSelectionCommand,
  ListBackupSelectionsCommand,
  ListRecoveryPointsByBackupVaultCommand,
  ListTagsCommand,
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

describe("selections", () => {
  const BackupSelection = {
    SelectionName: "database",
    IamRoleArn: "arn:aws:iam::111111111111:role/backup",
    Resources: ["arn:aws:rds:eu-west-1:111111111111:db:x"],
  };

  it("read back as they were created, are listed and deleted", async () => {
    const { SelectionId } = await backup.send(new CreateBackupSelectionCommand({ BackupPlanId, BackupSelection }));
    const get = () => backup.send(new GetBackupSelectionCommand({ BackupPlanId, SelectionId }));
    expect(await get()).toMatchObject({ BackupPlanId, SelectionId, BackupSelection });
    const { BackupSelectionsList } = await backup.send(new ListBackupSelectionsCommand({ BackupPlanId }));
    expect(BackupSelectionsList).toMatchObject([{ SelectionId, SelectionName: "database" }]);
    await backup.send(new DeleteBackupSelectionCommand({ BackupPlanId, SelectionId }));
    await expect(get()).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });

  it("need a plan that exists", async () => {
    const create = backup.send(new CreateBackupSelectionCommand({ BackupPlanId: "missing", BackupSelection }));
    await expect(create).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });
});

describe("vaults", () => {
  const BackupVaultName = "vault";

  it("read back their tags", async () => {
    const { BackupVaultArn } = await backup.send(
      new CreateBackupVaultCommand({ BackupVaultName, BackupVaultTags: { a: "1" } }),
    );
    expect((await backup.send(new ListTagsCommand({ ResourceArn: BackupVaultArn }))).Tags).toEqual({ a: "1" });
  });

  it("have no recovery points, and none where there is no vault", async () => {
    const points = () => backup.send(new ListRecoveryPointsByBackupVaultCommand({ BackupVaultName }));
    await expect(points()).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    await backup.send(new CreateBackupVaultCommand({ BackupVaultName }));
    expect((await points()).RecoveryPoints).toEqual([]);
  });
});
