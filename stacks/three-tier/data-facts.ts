import type { ReadableSecret } from "../../modules/security/secret-access";
import type { SharedFileSystem } from "../../modules/storage/shared-file-system";

/** Facts of the data stack. */
export interface DataFacts {
  /** The MySQL database. */
  readonly database: DatabaseFacts;
  /** The shared file system. */
  readonly fileSystem: FileSystemFacts;
  /** Vault of the backups of the database and the file system. */
  readonly backupVaultName: string;
  /** Whether a vault of the same name in another region gets copies of the backups. */
  readonly hasBackupCopies: boolean;
}

/** Facts of the MySQL database. */
export interface DatabaseFacts {
  /** Client security group of the database. */
  readonly clientSecurityGroupId: string;
  /** Secret of the application, with its database user. */
  readonly applicationSecret: ReadableSecret;
  /** Secrets of the master users: of the database that serves, and of the other one during a restore. */
  readonly masterSecrets: readonly MasterSecretFacts[];
  /** Name of the Lambda function that rotates the passwords. */
  readonly rotationFunctionName: string;
  /** Initial storage of each instance, GiB. */
  readonly allocatedStorageGiB: number;
  /** The writer, with its DNS name and TCP port. */
  readonly writer: InstanceFacts & { readonly address: string; readonly port: number };
  /** The read replicas. */
  readonly readers: readonly InstanceFacts[];
}

/** Facts of a master user's secret. */
interface MasterSecretFacts extends Pick<ReadableSecret, "arn"> {
  /** End of the database's name, which a restore adds. Empty for the first database. */
  readonly suffix: string;
}

/** Facts of a DB instance. */
export interface InstanceFacts {
  /** Identifier of the DB instance. */
  readonly identifier: string;
  /** DB instance class, e.g. `db.m6g.large`. */
  readonly instanceClass: string;
}

/** Facts of the file system and its access point. */
export interface FileSystemFacts
  extends Pick<SharedFileSystem, "fileSystemId" | "accessPointId" | "posixUser" | "mountStatements"> {
  /** Client security group of the file system. */
  readonly clientSecurityGroupId: string;
}
