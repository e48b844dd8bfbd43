import {
  CreateFileSystemCommand,
  DeleteFileSystemPolicyCommand,
  DescribeBackupPolicyCommand,
  DescribeFileSystemPolicyCommand,
  DescribeFileSystemsCommand,
  EFSClient,
  PutBackupPolicyCommand,
  PutFileSystemPolicyCommand,
  UpdateFileSystemCommand,
  UpdateFileSystemProtectionCommand,
} from "@aws-sdk/client-efs";
import { EmulatedAws } from "./emulated";

const aws = new EmulatedAws();
let efs: EFSClient;
let FileSystemId: string;
beforeEach(async () => {
  await aws.emulator.reset();
  efs = new EFSClient(aws.config());
  const made = await efs.send(new CreateFileSystemCommand({ CreationToken: "x", ThroughputMode: "elastic" }));
  FileSystemId = made.FileSystemId ?? "";
});

describe("backup policies", () => {
  it("return their values, and can be changed", async () => {
    for (const Status of ["ENABLED", "DISABLED"] as const) {
      await efs.send(new PutBackupPolicyCommand({ FileSystemId, BackupPolicy: { Status } }));
      const { BackupPolicy } = await efs.send(new DescribeBackupPolicyCommand({ FileSystemId }));
      expect(BackupPolicy).toEqual({ Status });
    }
  });

  it("are not found before they are set, or for an unknown file system", async () => {
    const unset = efs.send(new DescribeBackupPolicyCommand({ FileSystemId }));
    await expect(unset).rejects.toMatchObject({ name: "PolicyNotFound" });
    const unknown = efs.send(new DescribeBackupPolicyCommand({ FileSystemId: "fs-00000000" }));
    await expect(unknown).rejects.toMatchObject({ name: "FileSystemNotFound" });
  });
});

describe("file-system policies", () => {
  it("are set, deleted, and set again", async () => {
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
    const describePolicy = () => efs.send(new DescribeFileSystemPolicyCommand({ FileSystemId }));
    await efs.send(new PutFileSystemPolicyCommand({ FileSystemId, Policy }));
    expect((await describePolicy()).Policy).toBe(Policy);
    await efs.send(new DeleteFileSystemPolicyCommand({ FileSystemId }));
    await expect(describePolicy()).rejects.toMatchObject({ name: "PolicyNotFound" });
    await efs.send(new PutFileSystemPolicyCommand({ FileSystemId, Policy }));
    expect((await describePolicy()).Policy).toBe(Policy);
  });
});

describe("file systems", () => {
  const fileSystem = async () => (await efs.send(new DescribeFileSystemsCommand({ FileSystemId }))).FileSystems?.[0];

  it("change their throughput mode", async () => {
    expect((await fileSystem())?.ThroughputMode).toBe("elastic");
    await efs.send(new UpdateFileSystemCommand({ FileSystemId, ThroughputMode: "bursting" }));
    expect((await fileSystem())?.ThroughputMode).toBe("bursting");
  });

  it("store their replication overwrite protection", async () => {
    await efs.send(new UpdateFileSystemProtectionCommand({ FileSystemId, ReplicationOverwriteProtection: "DISABLED" }));
    expect((await fileSystem())?.FileSystemProtection).toEqual({ ReplicationOverwriteProtection: "DISABLED" });
  });
});
