import {
  CreateDBClusterCommand,
  CreateDBClusterSnapshotCommand,
  DescribeDBClustersCommand,
  ModifyDBClusterCommand,
  RDSClient,
  RestoreDBClusterFromSnapshotCommand,
  RestoreDBClusterToPointInTimeCommand,
} from "@aws-sdk/client-rds";
import { EmulatedAws } from "./emulated";

const aws = new EmulatedAws();
let rds: RDSClient;

const SOURCE = {
  DBClusterIdentifier: "aurora",
  Engine: "aurora-mysql",
  EngineVersion: "8.0.mysql_aurora.3.10.0",
  MasterUsername: "master",
  ManageMasterUserPassword: true,
  EnableIAMDatabaseAuthentication: true,
  StorageEncrypted: true,
  BackupRetentionPeriod: 14,
  DeletionProtection: true,
  EnableCloudwatchLogsExports: ["audit", "error"],
  Tags: [{ Key: "Name", Value: "old" }],
  ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 4 },
};
const DBClusterIdentifier = "aurora-g2";

const describeOne = async (id = DBClusterIdentifier) =>
  (await rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier: id }))).DBClusters?.[0];

beforeEach(async () => {
  await aws.emulator.reset();
  rds = new RDSClient(aws.config());
  await rds.send(new CreateDBClusterCommand(SOURCE));
});

/** What a restored cluster has of its source, and what it has not. */
const COPIED = { EngineVersion: SOURCE.EngineVersion, MasterUsername: "master", StorageEncrypted: true };

describe("a cluster from a snapshot", () => {
  const restore = (SnapshotIdentifier: string, EngineVersion?: string) =>
    rds.send(
      new RestoreDBClusterFromSnapshotCommand({
        DBClusterIdentifier,
        Engine: "aurora-mysql",
        SnapshotIdentifier,
        EngineVersion,
        DeletionProtection: false,
      }),
    );
  let arn: string;

  beforeEach(async () => {
    const { DBClusterSnapshot } = await rds.send(
      new CreateDBClusterSnapshotCommand({ DBClusterIdentifier: "aurora", DBClusterSnapshotIdentifier: "before" }),
    );
    arn = DBClusterSnapshot?.DBClusterSnapshotArn ?? "";
  });

  it("has the facts of the snapshot, and no protection, managed password or IAM authentication", async () => {
    const { DBCluster } = await restore("before");
    expect(DBCluster).toMatchObject({ ...COPIED, DBClusterIdentifier });
    const described = await describeOne();
    expect(described).toMatchObject({ ...COPIED, DeletionProtection: false, IAMDatabaseAuthenticationEnabled: false });
    expect(described?.MasterUserSecret).toBeUndefined();
    expect(described?.ScalingConfigurationInfo).toBeUndefined();
    expect(described?.Endpoint).not.toBe((await describeOne("aurora"))?.Endpoint);
  });

  it("is found by its ARN, with another version", async () => {
    await restore(arn, "8.0.mysql_aurora.3.10.1");
    expect(await describeOne()).toMatchObject({ EngineVersion: "8.0.mysql_aurora.3.10.1" });
  });

  it("gets password and IAM authentication from a modification", async () => {
    await restore("before");
    await rds.send(
      new ModifyDBClusterCommand({
        DBClusterIdentifier,
        ManageMasterUserPassword: true,
        EnableIAMDatabaseAuthentication: true,
      }),
    );
    expect(await describeOne()).toMatchObject({
      IAMDatabaseAuthenticationEnabled: true,
      MasterUserSecret: { SecretArn: expect.stringContaining("rds!cluster-") },
    });
  });

  it("needs the snapshot", async () => {
    await expect(restore("missing")).rejects.toMatchObject({ name: "DBClusterSnapshotNotFoundFault" });
  });
});

describe("a cluster from a point in time", () => {
  const restore = (point: { RestoreToTime: Date } | { UseLatestRestorableTime: true }, source = "aurora") =>
    rds.send(
      new RestoreDBClusterToPointInTimeCommand({
        DBClusterIdentifier,
        SourceDBClusterIdentifier: source,
        RestoreType: "full-copy",
        EnableIAMDatabaseAuthentication: true,
        ...point,
      }),
    );

  it.each([{ UseLatestRestorableTime: true as const }, { RestoreToTime: new Date(0) }])(
    "has the facts of its source, at %j",
    async (point) => {
      const { DBCluster } = await restore(point);
      expect(DBCluster).toMatchObject({ ...COPIED, DBClusterIdentifier });
      const described = await describeOne();
      expect(described).toMatchObject({ ...COPIED, DeletionProtection: false, IAMDatabaseAuthenticationEnabled: true });
      expect(described?.MasterUserSecret).toBeUndefined();
    },
  );

  it("needs the source, and a time in the past", async () => {
    await expect(restore({ UseLatestRestorableTime: true }, "missing")).rejects.toMatchObject({
      name: "DBClusterNotFoundFault",
    });
    const RestoreToTime = new Date(Date.now() + 3_600_000);
    await expect(restore({ RestoreToTime })).rejects.toMatchObject({ name: "InvalidParameterValue" });
  });
});
