import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { Environment, ThreeTierConfig } from "../../config/schema";
import { RotatingMysql } from "../../modules/database/mysql/rotating-mysql";
import { ClientAccess } from "../../modules/security/client-access";
import { EncryptionKey } from "../../modules/security/encryption-key";
import { BackupPlan } from "../../modules/storage/backup/backup-plan";
import { BackupVault } from "../../modules/storage/backup/backup-vault";
import { RestoreTesting } from "../../modules/storage/backup/restore-testing";
import { NFS_PORT, SharedFileSystem } from "../../modules/storage/shared-file-system";
import { RegionalStack } from "../regional-stack";
import type { NetworkFacts } from "./network-stack";

/** What the later stacks know of the data. */
export interface DataFacts {
  /** Group for whatever talks to the database. */
  readonly mysqlClientSecurityGroupId: string;
  /** Group for whatever mounts the file system. */
  readonly efsClientSecurityGroupId: string;
  readonly applicationSecretArn: string;
  /** ARN of the key that encrypts the application's secret. */
  readonly applicationSecretKeyArn: string;
  readonly mysqlIdentifier: string;
  readonly replicaIdentifiers: readonly string[];
  readonly mysqlAddress: string;
  readonly mysqlPort: number;
  /** Name of the function that rotates the passwords. */
  readonly rotationFunctionName: string;
  readonly fileSystemId: string;
  readonly fileSystemArn: string;
  readonly accessPointId: string;
  readonly accessPointArn: string;
  /** Where database and file system are backed up to. */
  readonly backupVaultName: string;
  /** User and group that the access point imposes. */
  readonly posixUser: { readonly uid: number; readonly gid: number };
}

export interface ThreeTierDataStackProps {
  readonly environment: Environment;
  readonly config: ThreeTierConfig;
  readonly network: NetworkFacts;
}

/** Whose the application's files are: beyond the users that Amazon Linux has, and those that people add from 1000 on. */
const APPLICATION_USER = { uid: 1500, gid: 1500 };

/** All that must not be lost: database and file system, their secrets and their backups, under one key. */
export class ThreeTierDataStack extends RegionalStack implements DataFacts {
  readonly mysqlClientSecurityGroupId: string;
  readonly efsClientSecurityGroupId: string;
  readonly applicationSecretArn: string;
  readonly applicationSecretKeyArn: string;
  readonly mysqlIdentifier: string;
  readonly replicaIdentifiers: readonly string[];
  readonly mysqlAddress: string;
  readonly mysqlPort: number;
  readonly rotationFunctionName: string;
  readonly fileSystemId: string;
  readonly fileSystemArn: string;
  readonly accessPointId: string;
  readonly accessPointArn: string;
  readonly backupVaultName: string;
  readonly posixUser: { readonly uid: number; readonly gid: number } = APPLICATION_USER;

  private readonly config: ThreeTierConfig;
  private readonly network: NetworkFacts;
  private readonly kmsKeyArn: string;

  constructor(scope: Construct, id: string, props: ThreeTierDataStackProps) {
    super(scope, id, props);
    const { config, network } = props;
    this.config = config;
    this.network = network;
    this.kmsKeyArn = this.createKey();

    const mysql = this.createMysql();
    const clients = this.createFileSystemAccess();
    const files = this.createFileSystem(clients);
    const vault = this.createBackups([mysql.database.arn, files.arn]);
    this.createRestoreTesting(vault, mysql, files);

    this.mysqlClientSecurityGroupId = mysql.clientSecurityGroupId;
    this.applicationSecretArn = mysql.applicationSecretArn;
    this.applicationSecretKeyArn = this.kmsKeyArn;
    this.mysqlIdentifier = mysql.database.identifier;
    this.replicaIdentifiers = mysql.database.replicaIdentifiers;
    this.mysqlAddress = mysql.database.address;
    this.mysqlPort = mysql.database.port;
    this.rotationFunctionName = mysql.rotationFunctionName;
    this.efsClientSecurityGroupId = clients.clientSecurityGroupId;
    this.fileSystemId = files.fileSystemId;
    this.fileSystemArn = files.arn;
    this.accessPointId = files.accessPointId;
    this.accessPointArn = files.accessPointArn;
    this.backupVaultName = vault.name;
    this.createOutputs(mysql.masterSecretArn);
  }

  /** RDS, EFS, Secrets Manager, AWS Backup and Lambda use it for whoever calls them, by the caller's rights and by grants. */
  private createKey(): string {
    return new EncryptionKey(this, "key", {
      ...this.account,
      name: this.nameOf("data"),
      description: "Encrypts database, file system, secrets, backups and logs of the three-tier data",
      services: ["logs"],
    }).arn;
  }

  private createMysql(): RotatingMysql {
    return new RotatingMysql(this, "mysql", {
      ...this.account,
      ...this.config.data.mysql,
      names: this.names,
      vpcId: this.network.vpc.vpcId,
      vpcCidr: this.network.vpc.cidr,
      zoneNames: this.network.zones.map(({ name }) => name),
      subnetIds: this.network.zones.map(({ isolated }) => isolated.subnetId),
      kmsKeyArn: this.kmsKeyArn,
      deletionProtection: this.config.deletionProtection,
      logRetentionInDays: this.config.logRetentionInDays,
    });
  }

  private createFileSystemAccess(): ClientAccess {
    return new ClientAccess(this, "efs-access", {
      name: this.nameOf("efs"),
      service: "EFS",
      port: NFS_PORT,
      vpcId: this.network.vpc.vpcId,
    });
  }

  private createFileSystem(access: ClientAccess): SharedFileSystem {
    return new SharedFileSystem(this, "file-system", {
      ...this.account,
      name: this.nameOf("files"),
      // The project's name alone: one environment of a project to an account and region.
      creationToken: this.names.project,
      kmsKeyArn: this.kmsKeyArn,
      subnets: this.network.zones.map(({ name, isolated }) => ({ zone: name, subnetId: isolated.subnetId })),
      securityGroupId: access.serverSecurityGroupId,
      infrequentAccessAfterDays: this.config.data.fileSystem.infrequentAccessAfterDays,
      root: { path: "/app", ...APPLICATION_USER },
    });
  }

  private createBackups(resourceArns: readonly string[]): BackupVault {
    const { vaultLock, dailyRetentionInDays, monthlyRetentionInDays } = this.config.data.backup;
    const retentions = [dailyRetentionInDays, monthlyRetentionInDays];
    const vault = new BackupVault(this, "backup-vault", {
      name: this.nameOf("data"),
      kmsKeyArn: this.kmsKeyArn,
      lock: vaultLock,
      retentionInDays: { shortest: Math.min(...retentions), longest: Math.max(...retentions) },
      forceDestroy: !this.config.deletionProtection,
    });
    new BackupPlan(this, "backup-plan", {
      name: this.nameOf("backup", "iam-role"),
      region: this.account.region,
      vaultName: vault.name,
      dailyRetentionInDays,
      monthlyRetentionInDays,
      resourceArns,
    });
    return vault;
  }

  private createRestoreTesting(vault: BackupVault, { database }: RotatingMysql, files: SharedFileSystem): void {
    new RestoreTesting(this, "restore-testing", {
      name: this.nameOf("restore-test", "iam-role"),
      region: this.account.region,
      vaultArn: vault.resource.arn,
      database: { arn: database.arn, subnetGroupName: database.subnetGroupName },
      fileSystem: { arn: files.arn, kmsKeyArn: this.kmsKeyArn },
    });
  }

  private createOutputs(masterSecretArn: string): void {
    const output = (id: string, value: string, description: string) =>
      new TerraformOutput(this, id, { value, description });
    output("mysql_address", this.mysqlAddress, "Where the database answers, on port 3306 and over TLS only");
    output(
      "application_secret_arn",
      this.applicationSecretArn,
      "What the application keeps secret; put its api_key here",
    );
    output("master_secret_arn", masterSecretArn, "The database's master user, for administrators");
    output("file_system_id", this.fileSystemId, "The file system that the hosts share");
  }
}
