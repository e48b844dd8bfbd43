import type { DbInstanceConfig } from "@cdktf/provider-aws/lib/db-instance";
import type { RdsClusterConfig } from "@cdktf/provider-aws/lib/rds-cluster";
import { type DatabaseRestore, ensureSameRegion } from "./database-generations";

/** Where a restored database gets its data from. Without `snapshot` and `pointInTime`, the database exists already. */
export interface DatabaseOrigin extends Pick<DatabaseRestore, "snapshot" | "pointInTime"> {
  /** Identifier of the cluster, or of the writer, whose automated backups contain `pointInTime`. */
  readonly sourceIdentifier: string;
}

type Restored = "snapshotIdentifier" | "restoreToPointInTime" | "lifecycle";

/**
 * Arguments of a restored Aurora cluster. The provider restores the cluster and then modifies it. RDS creates the master password
 * and its secret at the modification (hashicorp/terraform-provider-aws, `resourceClusterCreate`).
 *
 * @throws Error when the snapshot is in another region
 */
export function clusterOrigin(origin: DatabaseOrigin, region: string): Pick<RdsClusterConfig, Restored> {
  return restored(origin, region, (time) => ({
    sourceClusterIdentifier: origin.sourceIdentifier,
    restoreType: "full-copy",
    ...(time === "latest" ? { useLatestRestorableTime: true } : { restoreToTime: time }),
  }));
}

/**
 * Arguments of a restored writer. RDS restores with the key of the snapshot, so a snapshot with another key must first be copied with
 * this one.
 *
 * @throws Error when the snapshot is in another region
 */
export function instanceOrigin(origin: DatabaseOrigin, region: string): Pick<DbInstanceConfig, Restored> {
  return restored(origin, region, (time) => ({
    sourceDbInstanceIdentifier: origin.sourceIdentifier,
    ...(time === "latest" ? { useLatestRestorableTime: true } : { restoreTime: time }),
  }));
}

/**
 * A later change of the origin, also its removal, has no effect. Otherwise it would replace the database, whose users' secrets contain
 * the address of the present one.
 */
function restored<Point>({ snapshot, pointInTime }: DatabaseOrigin, region: string, pointIn: (time: string) => Point) {
  ensureSameRegion(snapshot, region);
  return {
    ...(snapshot === undefined ? {} : { snapshotIdentifier: snapshot }),
    ...(pointInTime === undefined ? {} : { restoreToPointInTime: pointIn(pointInTime) }),
    lifecycle: { ignoreChanges: ["snapshot_identifier", "restore_to_point_in_time"] },
  };
}
