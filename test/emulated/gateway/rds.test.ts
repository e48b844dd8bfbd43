import { CreateSubnetCommand, CreateVpcCommand, EC2Client } from "@aws-sdk/client-ec2";
import {
  CreateDBInstanceCommand,
  CreateDBInstanceReadReplicaCommand,
  CreateDBParameterGroupCommand,
  CreateDBSubnetGroupCommand,
  CreateOptionGroupCommand,
  type DBInstance,
  DeleteDBInstanceCommand,
  DescribeDBInstancesCommand,
  DescribeDBParametersCommand,
  DescribeOptionGroupsCommand,
  ModifyDBInstanceCommand,
  ModifyDBParameterGroupCommand,
  ModifyOptionGroupCommand,
  RDSClient,
  RestoreDBInstanceToPointInTimeCommand,
} from "@aws-sdk/client-rds";
import { EmulatedAws } from "./emulated";

const aws = new EmulatedAws();
let rds: RDSClient;
beforeEach(async () => {
  await aws.emulator.reset();
  rds = new RDSClient(aws.config());
  const ec2 = new EC2Client(aws.config());
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }));
  const subnet = new CreateSubnetCommand({ VpcId: Vpc?.VpcId, CidrBlock: "10.0.0.0/20" });
  const { Subnet } = await ec2.send(subnet);
  const DBSubnetGroupName = "isolated";
  const SubnetIds = [Subnet?.SubnetId ?? ""];
  await rds.send(
    new CreateDBSubnetGroupCommand({ DBSubnetGroupName, DBSubnetGroupDescription: "isolated", SubnetIds }),
  );
});

const observed = {
  EnablePerformanceInsights: true,
  PerformanceInsightsKMSKeyId: "arn:aws:kms:eu-west-1:111111111111:key/1",
  PerformanceInsightsRetentionPeriod: 7,
  MonitoringInterval: 60,
  MonitoringRoleArn: "arn:aws:iam::111111111111:role/monitoring",
};

async function create(id: string): Promise<void> {
  await rds.send(
    new CreateDBInstanceCommand({
      DBInstanceIdentifier: id,
      DBInstanceClass: "db.m6g.large",
      DBSubnetGroupName: "isolated",
      Engine: "mysql",
      EngineVersion: "8.4.5",
      AllocatedStorage: 20,
      MaxAllocatedStorage: 50,
      MasterUsername: "admin",
      MasterUserPassword: "not-a-secret",
      MultiAZ: true,
      DeletionProtection: true,
      BackupRetentionPeriod: 14,
      EnableIAMDatabaseAuthentication: true,
      CACertificateIdentifier: "rds-ca-rsa2048-g1",
      EnableCloudwatchLogsExports: ["error", "slowquery", "audit"],
      ...observed,
    }),
  );
}

async function instance(id: string): Promise<DBInstance> {
  const { DBInstances = [] } = await rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: id }));
  return DBInstances[0] as DBInstance;
}

describe("DB instances", () => {
  it("return the values of their creation", async () => {
    await create("db");
    expect(await instance("db")).toMatchObject({
      Engine: "mysql",
      EngineVersion: "8.4.5",
      MaxAllocatedStorage: 50,
      MultiAZ: true,
      DeletionProtection: true,
      IAMDatabaseAuthenticationEnabled: true,
      CACertificateIdentifier: "rds-ca-rsa2048-g1",
      PerformanceInsightsEnabled: true,
      PerformanceInsightsKMSKeyId: observed.PerformanceInsightsKMSKeyId,
      PerformanceInsightsRetentionPeriod: 7,
      MonitoringInterval: 60,
      MonitoringRoleArn: observed.MonitoringRoleArn,
      EnabledCloudwatchLogsExports: ["error", "slowquery", "audit"],
    });
  });

  it("have unique resource IDs, and are found by them", async () => {
    await create("one");
    await create("two");
    const { DbiResourceId: id = "" } = await instance("two");
    expect(id).toMatch(/^db-[A-Z2-7]{26}$/);
    expect((await instance("one")).DbiResourceId).not.toBe(id);
    const Filters = [{ Name: "dbi-resource-id", Values: [id] }];
    const { DBInstances = [] } = await rds.send(new DescribeDBInstancesCommand({ Filters }));
    expect(DBInstances.map((one) => one.DBInstanceIdentifier)).toEqual(["two"]);
  });

  it("are not found by the resource ID of an instance in another account", async () => {
    await create("db");
    const Filters = [{ Name: "dbi-resource-id", Values: [(await instance("db")).DbiResourceId ?? ""] }];
    const other = new RDSClient(aws.config("222222222222"));
    expect((await other.send(new DescribeDBInstancesCommand({ Filters }))).DBInstances).toEqual([]);
  });

  it("have AWS's default certificate authority after creation", async () => {
    const named = { DBInstanceIdentifier: "db", DBInstanceClass: "db.m6g.large", Engine: "mysql" };
    const { DBInstance: created } = await rds.send(new CreateDBInstanceCommand({ ...named, AllocatedStorage: 20 }));
    expect(created?.CACertificateIdentifier).toBe("rds-ca-rsa2048-g1");
    expect((await instance("db")).CACertificateIdentifier).toBe("rds-ca-rsa2048-g1");
  });

  it("change only the requested attributes", async () => {
    await create("db");
    const { DbiResourceId } = await instance("db");
    await rds.send(
      new ModifyDBInstanceCommand({
        DBInstanceIdentifier: "db",
        MonitoringInterval: 30,
        CloudwatchLogsExportConfiguration: { EnableLogTypes: ["general"], DisableLogTypes: ["audit"] },
      }),
    );
    expect(await instance("db")).toMatchObject({
      DbiResourceId,
      MonitoringInterval: 30,
      MonitoringRoleArn: observed.MonitoringRoleArn,
      EnabledCloudwatchLogsExports: ["error", "slowquery", "general"],
    });
  });

  it("are no replicas after a restore to a point in time", async () => {
    await create("db");
    await rds.send(
      new RestoreDBInstanceToPointInTimeCommand({
        SourceDBInstanceIdentifier: "db",
        TargetDBInstanceIdentifier: "db-g2",
        UseLatestRestorableTime: true,
        DeletionProtection: false,
      }),
    );
    const restored = await instance("db-g2");
    expect(restored).toMatchObject({ Engine: "mysql", MasterUsername: "admin" });
    expect(restored.ReadReplicaSourceDBInstanceIdentifier).toBeUndefined();
    expect(restored.DbiResourceId).not.toBe((await instance("db")).DbiResourceId);
  });

  it("return RDS's error for an unknown name", async () => {
    await expect(instance("missing")).rejects.toMatchObject({ name: "DBInstanceNotFoundFault" });
  });
});

describe("read replicas", () => {
  const replica = { DBInstanceIdentifier: "replica", SourceDBInstanceIdentifier: "db" };

  it("reference their source, and have their own resource ID", async () => {
    await create("db");
    await rds.send(new CreateDBInstanceReadReplicaCommand({ ...replica, AvailabilityZone: "eu-west-1b" }));
    const [source, copy] = [await instance("db"), await instance("replica")];
    expect(source.ReadReplicaDBInstanceIdentifiers).toEqual(["replica"]);
    expect(copy).toMatchObject({
      ReadReplicaSourceDBInstanceIdentifier: "db",
      AvailabilityZone: "eu-west-1b",
      EngineVersion: "8.4.5",
    });
    expect(copy.DbiResourceId).not.toBe(source.DbiResourceId);
  });

  it("copy neither backups nor Multi-AZ nor deletion protection from their source", async () => {
    await create("db");
    await rds.send(new CreateDBInstanceReadReplicaCommand(replica));
    expect(await instance("replica")).toMatchObject({
      BackupRetentionPeriod: 0,
      MultiAZ: false,
      DeletionProtection: false,
      IAMDatabaseAuthenticationEnabled: false,
      EnabledCloudwatchLogsExports: [],
    });
  });

  it("have their own log exports", async () => {
    await create("db");
    await rds.send(new CreateDBInstanceReadReplicaCommand({ ...replica, EnableCloudwatchLogsExports: ["error"] }));
    expect((await instance("replica")).EnabledCloudwatchLogsExports).toEqual(["error"]);
    expect((await instance("db")).EnabledCloudwatchLogsExports).toEqual(["error", "slowquery", "audit"]);
  });

  it("are removed from their source's list after deletion", async () => {
    await create("db");
    await rds.send(new CreateDBInstanceReadReplicaCommand(replica));
    await rds.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier: "replica", SkipFinalSnapshot: true }));
    expect((await instance("db")).ReadReplicaDBInstanceIdentifiers).toEqual([]);
    await expect(instance("replica")).rejects.toMatchObject({ name: "DBInstanceNotFoundFault" });
  });
});

describe("parameter groups", () => {
  it("return `user` as the source of parameters that users set", async () => {
    const DBParameterGroupName = "mysql84";
    const parameter = {
      ParameterName: "require_secure_transport",
      ParameterValue: "ON",
      ApplyMethod: "immediate",
    } as const;
    const family = { DBParameterGroupFamily: "mysql8.4", Description: "TLS only" };
    await rds.send(new CreateDBParameterGroupCommand({ DBParameterGroupName, ...family }));
    await rds.send(new ModifyDBParameterGroupCommand({ DBParameterGroupName, Parameters: [parameter] }));
    const { Parameters } = await rds.send(new DescribeDBParametersCommand({ DBParameterGroupName }));
    expect(Parameters).toEqual([expect.objectContaining({ ...parameter, Source: "user" })]);
    const system = await rds.send(new DescribeDBParametersCommand({ DBParameterGroupName, Source: "engine-default" }));
    expect(system.Parameters ?? []).toEqual([]);
  });
});

describe("option groups", () => {
  it("support MySQL 8.4, and return the settings of their options", async () => {
    const OptionGroupName = "audit";
    const version = { EngineName: "mysql", MajorEngineVersion: "8.4", OptionGroupDescription: "audit" };
    await rds.send(new CreateOptionGroupCommand({ OptionGroupName, ...version }));
    const OptionSettings = [{ Name: "SERVER_AUDIT_EVENTS", Value: "CONNECT,QUERY_DDL" }];
    const OptionsToInclude = [{ OptionName: "MARIADB_AUDIT_PLUGIN", OptionSettings }];
    await rds.send(new ModifyOptionGroupCommand({ OptionGroupName, OptionsToInclude }));
    const { OptionGroupsList } = await rds.send(new DescribeOptionGroupsCommand({ OptionGroupName }));
    expect(OptionGroupsList).toMatchObject([
      {
        EngineName: "mysql",
        MajorEngineVersion: "8.4",
        Options: [{ OptionName: "MARIADB_AUDIT_PLUGIN", OptionSettings }],
      },
    ]);
  });
});
