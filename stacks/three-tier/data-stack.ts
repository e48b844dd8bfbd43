import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { Environment, ThreeTierConfig } from "../../config/schema";
import { MysqlWithSecrets } from "../../modules/database/mysql/mysql-with-secrets";
import { ClientAccess } from "../../modules/security/client-access";
import { EncryptionKey } from "../../modules/security/encryption-key";
import { RandomPassword } from "../../modules/security/random-password";
import { BackupPlan, type CopyTarget } from "../../modules/storage/backup/backup-plan";
import { BackupVault } from "../../modules/storage/backup/backup-vault";
import { RestoreTesting } from "../../modules/storage/backup/restore-testing";
import { NFS_PORT, SharedFileSystem } from "../../modules/storage/shared-file-system";
import { BaseStack } from "../base-stack";
import type { DatabaseFacts, DataFacts, FileSystemFacts } from "./data-facts";
import type { NetworkFacts } from "./network-stack";

export interface ThreeTierDataStackProps {
  /** The environment that the stack belongs to. */
  readonly environment: Environment;
  /** The environment's three-tier section. */
  readonly config: ThreeTierConfig;
  /** Facts of the network stack. */
  readonly network: NetworkFacts;
  /** Vault in another region that gets copies of the backups. @default no copies */
  readonly copyTo?: CopyTarget | undefined;
}

/** Components of the names of the backups' vault, and of their plan and its role. */
export const BACKUPS = { vault: "data", role: "backup" };

/** Owner of the application's files. Amazon Linux reserves ids below 1000, and assigns ids from 1000 to new users. */
const APPLICATION_USER = { uid: 1500, gid: 1500 };

/** Characters of Flask's SECRET_KEY. Flask's documentation generates keys of 64 hexadecimal digits. */
const SESSION_KEY_LENGTH = 64;

/** The stateful resources of the three-tier application: database, file system, secrets and backups, encrypted with one key. */
export class ThreeTierDataStack extends BaseStack implements DataFacts {
  readonly database: DatabaseFacts;
  readonly fileSystem: FileSystemFacts;
  readonly backupVaultName: string;
  readonly hasBackupCopies: boolean;

  private readonly config: ThreeTierConfig;
  private readonly network: NetworkFacts;
  private readonly copyTo: CopyTarget | undefined;
  private readonly kmsKeyArn: string;

  constructor(scope: Construct, id: string, props: ThreeTierDataStackProps) {
    super(scope, id, props);
    this.config = props.config;
    this.network = props.network;
    this.copyTo = props.copyTo;
    this.kmsKeyArn = this.createKey();

    const mysql = this.createMysql();
    const clients = this.createFileSystemAccess();
    const files = this.createFileSystem(clients);
    const vault = this.createBackups([mysql.database.arn, files.arn]);
    this.createRestoreTesting(vault, mysql, files);

    this.database = this.databaseFacts(mysql);
    this.fileSystem = {
      clientSecurityGroupId: clients.clientSecurityGroupId,
      fileSystemId: files.fileSystemId,
      accessPointId: files.accessPointId,
      posixUser: files.posixUser,
      mountStatements: () => files.mountStatements(),
    };
    this.backupVaultName = vault.name;
    this.hasBackupCopies = props.copyTo !== undefined;
    this.createOutputs(mysql);
  }

  /** RDS, EFS, Secrets Manager, AWS Backup and Lambda use the key on behalf of their callers, or through grants. */
  private createKey(): string {
    return new EncryptionKey(this, "key", {
      ...this.account,
      name: this.nameOf("data"),
      description: "Encrypts database, file system, secrets, backups and logs of the three-tier data",
      services: ["logs"],
    }).arn;
  }

  private createMysql(): MysqlWithSecrets {
    return new MysqlWithSecrets(this, "mysql", {
      ...this.account,
      ...this.config.data.mysql,
      names: this.names,
      network: { vpc: this.network.vpc, subnets: this.isolatedSubnets() },
      applicationFields: {
        secret_key: new RandomPassword(this, "session-key", { length: SESSION_KEY_LENGTH }).value,
        // Empty. An operator enters the key of the news service.
        api_key: "",
      },
      kmsKeyArn: this.kmsKeyArn,
      deletionProtection: this.config.deletionProtection,
      logRetentionInDays: this.config.logRetentionInDays,
    });
  }

  private databaseFacts(mysql: MysqlWithSecrets): DatabaseFacts {
    const { clientSecurityGroupId, applicationSecret, generations, rotationFunction, database } = mysql;
    const { writer, readers, allocatedStorageGiB } = database;
    return {
      clientSecurityGroupId,
      applicationSecret,
      masterSecrets: generations.map(({ suffix, masterSecret: { arn } }) => ({ suffix, arn })),
      rotationFunctionName: rotationFunction.name,
      allocatedStorageGiB,
      writer,
      readers,
    };
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
      // Only the project: an account and Region contain one environment of a project.
      creationToken: this.names.project,
      kmsKeyArn: this.kmsKeyArn,
      subnets: this.isolatedSubnets(),
      securityGroupId: access.serverSecurityGroupId,
      infrequentAccessAfterDays: this.config.data.fileSystem.infrequentAccessAfterDays,
      root: { path: "/app", ...APPLICATION_USER },
    });
  }

  private isolatedSubnets() {
    return this.network.zones.map(({ name, isolated }) => ({ zone: name, subnetId: isolated.subnetId }));
  }

  private createBackups(resourceArns: readonly string[]): BackupVault {
    const { vaultLock, copyTo: _, ...retention } = this.config.data.backup;
    const vault = new BackupVault(this, "backup-vault", {
      ...retention,
      name: this.nameOf(BACKUPS.vault, "backup-vault"),
      kmsKeyArn: this.kmsKeyArn,
      lock: vaultLock,
      forceDestroy: !this.config.deletionProtection,
    });
    new BackupPlan(this, "backup-plan", {
      name: this.nameOf(BACKUPS.role, "iam-role"),
      region: this.account.region,
      vault,
      resourceArns,
      copyTo: this.copyTo,
    });
    return vault;
  }

  private createRestoreTesting(vault: BackupVault, { database }: MysqlWithSecrets, files: SharedFileSystem): void {
    new RestoreTesting(this, "restore-testing", {
      name: this.nameOf("restore-test", "iam-role"),
      region: this.account.region,
      vaultArn: vault.arn,
      database: { arn: database.arn, subnetGroupName: database.subnetGroupName },
      fileSystem: { arn: files.arn, kmsKeyArn: this.kmsKeyArn },
    });
  }

  private createOutputs({ masterSecret, generations }: MysqlWithSecrets): void {
    const output = (id: string, value: string, description: string) =>
      new TerraformOutput(this, id, { value, description });
    const { writer, applicationSecret } = this.database;
    output("mysql_address", writer.address, "Address of the database writer, on port 3306 with TLS only");
    output(
      "application_secret_arn",
      applicationSecret.arn,
      "ARN of the application's secret. Add the api_key to this secret",
    );
    output("master_secret_arn", masterSecret.arn, "ARN of the master user's secret, for administrators");
    const [other] = generations.filter(({ serves }) => !serves);
    if (other) {
      const what = "of the database that does not serve, restored or replaced by a restore";
      output("other_mysql_address", other.database.writer.address, `Address ${what}`);
      output("other_master_secret_arn", other.masterSecret.arn, `ARN of the master user's secret ${what}`);
      output("other_application_secret_arn", other.applicationSecret.arn, `ARN of the application's secret ${what}`);
    }
    output("file_system_id", this.fileSystem.fileSystemId, "ID of the file system that the hosts share");
  }
}
