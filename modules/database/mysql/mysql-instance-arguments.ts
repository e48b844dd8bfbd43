import type { DbInstanceConfig } from "@cdktf/provider-aws/lib/db-instance";
import { type DatabaseOrigin, instanceOrigin } from "../database-origin";

/** Arguments that differ between the writer and its replicas. */
export type MysqlInstanceArguments = Omit<DbInstanceConfig, "instanceClass" | "identifier" | "dependsOn">;

/** Settings of the writer. */
interface WriterSettings {
  /** Prefix of the final snapshot's name. */
  readonly name: string;
  readonly engineVersion: string;
  /** Name of the first database. @default RDS creates none */
  readonly databaseName?: string | undefined;
  readonly masterUsername: string;
  readonly masterPassword: { readonly reference: string } | "rds-managed";
  readonly subnetGroupName: string;
  readonly multiAz: boolean;
  readonly allocatedStorageGiB: number;
  readonly maxAllocatedStorageGiB: number;
  readonly kmsKeyArn: string;
  readonly deletionProtection: boolean;
  /** Region of the writer. */
  readonly region: string;
  /** Where a restored writer gets its data from. @default the writer is created empty */
  readonly origin?: DatabaseOrigin | undefined;
}

/**
 * UTC, hours after the backup window. Replicas are upgraded one day before the writer, because RDS allows a replica of a
 * later version than its source, but no earlier one.
 */
const MAINTENANCE = { replica: "sat:08:00-sat:09:00", writer: "sun:08:00-sun:09:00" };

/** Arguments of the writer. */
export function writerArguments(settings: WriterSettings): MysqlInstanceArguments {
  const { name, databaseName, masterPassword, kmsKeyArn, deletionProtection, origin } = settings;
  return {
    engine: "mysql",
    engineVersion: settings.engineVersion,
    // A restored instance has the databases of its origin.
    ...(databaseName === undefined || origin ? {} : { dbName: databaseName }),
    username: settings.masterUsername,
    ...(masterPassword === "rds-managed"
      ? { manageMasterUserPassword: true, masterUserSecretKmsKeyId: kmsKeyArn }
      : // Always version 1. Terraform would send the secret's current password again, which rotation has sent already.
        { passwordWo: masterPassword.reference, passwordWoVersion: 1 }),
    dbSubnetGroupName: settings.subnetGroupName,
    multiAz: settings.multiAz,
    allocatedStorage: settings.allocatedStorageGiB,
    maxAllocatedStorage: settings.maxAllocatedStorageGiB,
    storageType: "gp3",
    kmsKeyId: kmsKeyArn,
    maintenanceWindow: MAINTENANCE.writer,
    deletionProtection,
    skipFinalSnapshot: !deletionProtection,
    // A fixed name, so that plans show no change. Delete or rename the snapshot before the database is destroyed again.
    // The snapshot is lost with the key. To keep it, cancel the key's deletion within its waiting period.
    finalSnapshotIdentifier: `${name}-final`,
    ...(origin ? instanceOrigin(origin, settings.region) : {}),
  };
}

/**
 * Arguments of a read replica. In the same region, RDS copies subnets, key, engine, user and storage from the source. It
 * accepts no values for them, nor a final snapshot (API reference, CreateDBInstanceReadReplica and DeleteDBInstance).
 *
 * RDS ignores deletion protection when it creates a replica, so that setting it would show a change in the next plan. A
 * replica holds no data of its own. It has no standby, because the writer and other replicas replace it. It has backups, so
 * that a promoted replica allows a point-in-time restore.
 */
export function replicaArguments(
  sourceIdentifier: string,
  zone: string,
  maxAllocatedStorageGiB: number,
): MysqlInstanceArguments {
  return {
    replicateSourceDb: sourceIdentifier,
    availabilityZone: zone,
    multiAz: false,
    maxAllocatedStorage: maxAllocatedStorageGiB,
    maintenanceWindow: MAINTENANCE.replica,
    deletionProtection: false,
    skipFinalSnapshot: true,
  };
}
