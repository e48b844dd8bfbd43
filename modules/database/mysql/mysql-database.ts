import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { Construct } from "constructs";
import { ensure } from "../../shared/errors";
import { EnhancedMonitoringRole } from "../enhanced-monitoring-role";
import { MYSQL_PORT, MysqlInstance, type MysqlInstanceProps } from "./mysql-instance";
import { MysqlSettings } from "./mysql-settings";
import { placeReplicas } from "./replica-placement";

export interface MysqlDatabaseProps
  extends Omit<MysqlInstanceProps, "identifier" | "parameterGroupName" | "optionGroupName" | "monitoringRoleArn"> {
  /** Identifier of the primary and prefix of every other name, e.g. `project-x-prod-mysql`. */
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  /** Major and minor, e.g. `8.4`; patches come by themselves. */
  readonly engineVersion: string;
  /** Whether a standby in another zone takes over when the primary or its zone fails. */
  readonly multiAz: boolean;
  /** Storage to begin with, gp3, in GiB. */
  readonly allocatedStorageGiB: number;
  readonly databaseName: string;
  readonly masterUsername: string;
  /** A reference for a write-only argument, or RDS's own secret, which rules replicas out. */
  readonly masterPassword: { readonly reference: string } | "rds-managed";
  /** 0 to 15, the most that RDS for MySQL takes. */
  readonly readReplicas: number;
  /** Zones of the replicas, in the order in which they are filled. */
  readonly zoneNames: readonly string[];
  /** In two zones at least, without a way to the internet. */
  readonly subnetIds: readonly string[];
  /** Whether the primary refuses to be deleted, and leaves a final snapshot once it no longer does. */
  readonly deletionProtection: boolean;
}

type Shared = Omit<MysqlInstanceProps, "identifier">;

/** UTC, hours after the backups. Replicas go a day ahead: a replica may be of a later version than its source, not the other way. */
const MAINTENANCE = { replica: "sat:08:00-sat:09:00", primary: "sun:08:00-sun:09:00" };

/**
 * RDS for MySQL: a primary, read replicas spread over the zones, and the settings they share.
 *
 * Two instances are paid for with Multi-AZ, one more per replica. Failover takes one to two minutes (RTO) and loses
 * nothing that was committed (RPO 0); the last backup is five minutes old at most.
 */
export class MysqlDatabase extends Construct {
  readonly identifier: string;
  readonly arn: string;
  /** Name that clients connect to; it survives a failover. */
  readonly address: string;
  readonly port: number = MYSQL_PORT;
  readonly replicaIdentifiers: readonly string[];
  readonly subnetGroupName: string;
  /** ARN of the secret that RDS keeps. There is one only when `masterPassword` is `rds-managed`. */
  readonly managedSecretArn: string;

  constructor(scope: Construct, id: string, props: MysqlDatabaseProps) {
    super(scope, id);
    check(props);
    const shared = this.createShared(props);
    const primary = this.createPrimary(props, shared);
    const replicas = placeReplicas(props.readReplicas, props.zoneNames).map(({ key, zone }) =>
      this.createReplica(`${props.name}-replica-${key}`, key, zone, primary, shared),
    );
    this.identifier = primary.identifier;
    this.arn = primary.resource.arn;
    this.address = primary.resource.address;
    this.subnetGroupName = primary.resource.dbSubnetGroupName;
    this.replicaIdentifiers = replicas.map(({ identifier }) => identifier);
    this.managedSecretArn = primary.resource.masterUserSecret.get(0).secretArn;
  }

  private createShared(props: MysqlDatabaseProps): Shared {
    const { name, accountId, region, engineVersion } = props;
    const settings = new MysqlSettings(this, "settings", {
      name,
      engineVersion,
      snapshotsRemain: props.deletionProtection,
    });
    const role = new EnhancedMonitoringRole(this, "monitoring", {
      name: `${name}-monitoring`,
      accountId,
      region,
      instancePrefix: name,
    });
    return {
      ...props,
      parameterGroupName: settings.parameterGroupName,
      optionGroupName: settings.optionGroupName,
      monitoringRoleArn: role.arn,
    };
  }

  private createPrimary(props: MysqlDatabaseProps, shared: Shared): MysqlInstance {
    const { name, kmsKeyArn, subnetIds, deletionProtection, masterPassword } = props;
    const subnets = new DbSubnetGroup(this, "subnets", {
      name,
      description: "Isolated subnets of the database",
      subnetIds: [...subnetIds],
    });
    return new MysqlInstance(this, "primary", {
      ...shared,
      identifier: name,
      own: {
        engine: "mysql",
        engineVersion: props.engineVersion,
        dbName: props.databaseName,
        username: props.masterUsername,
        ...(masterPassword === "rds-managed"
          ? { manageMasterUserPassword: true, masterUserSecretKmsKeyId: kmsKeyArn }
          : // The version stays 1: it would send whatever the secret holds by then, and rotation sends that already.
            { passwordWo: masterPassword.reference, passwordWoVersion: 1 }),
        dbSubnetGroupName: subnets.name,
        multiAz: props.multiAz,
        allocatedStorage: props.allocatedStorageGiB,
        storageType: "gp3",
        kmsKeyId: kmsKeyArn,
        maintenanceWindow: MAINTENANCE.primary,
        deletionProtection,
        skipFinalSnapshot: !deletionProtection,
        // Stable, so that nothing changes between plans. A second destroy needs the first one's snapshot out of the way;
        // and whoever destroys the key as well has its deletion window to call that off, or the snapshot is lost.
        finalSnapshotIdentifier: `${name}-final`,
      },
    });
  }

  /**
   * Subnets, key, engine, user and storage are the source's: in the same region RDS takes none of them, and no final
   * snapshot (API reference, CreateDBInstanceReadReplica and DeleteDBInstance). RDS ignores deletion protection when it
   * makes a replica, so that asking for it would leave the next plan with a change; a replica holds nothing of its own.
   * It has no standby either: what stands in for it are the other replicas and the primary. Backups it has, so that one
   * that is promoted can be restored to any moment from then on.
   */
  private createReplica(
    identifier: string,
    key: string,
    zone: string,
    source: MysqlInstance,
    shared: Shared,
  ): MysqlInstance {
    return new MysqlInstance(this, `replica-${key}`, {
      ...shared,
      identifier,
      own: {
        replicateSourceDb: source.resource.identifier,
        availabilityZone: zone,
        multiAz: false,
        maintenanceWindow: MAINTENANCE.replica,
        deletionProtection: false,
        skipFinalSnapshot: true,
      },
    });
  }
}

function check({ readReplicas, masterPassword, zoneNames, subnetIds }: MysqlDatabaseProps): void {
  const whole = Number.isInteger(readReplicas) && readReplicas >= 0 && readReplicas <= 15;
  ensure(whole, "readReplicas", "be a whole number from 0 to 15", readReplicas);
  ensure(
    readReplicas === 0 || masterPassword !== "rds-managed",
    "readReplicas",
    'be 0 when masterPassword is "rds-managed"',
    readReplicas,
    "RDS refuses replicas of a MySQL instance whose master password it manages",
  );
  ensure(readReplicas === 0 || zoneNames.length > 0, "zoneNames", "name at least 1 zone for the replicas", zoneNames);
  ensure(subnetIds.length >= 2, "subnetIds", "hold at least 2 subnets, in different zones", subnetIds);
}
