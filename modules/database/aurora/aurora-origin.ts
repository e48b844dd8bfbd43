import type { RdsClusterConfig } from "@cdktf/provider-aws/lib/rds-cluster";
import { type DatabaseRestore, ensureSameRegion } from "../database-generations";

/** Where a restored cluster gets its data from. */
export interface AuroraOrigin extends Pick<DatabaseRestore, "snapshot" | "pointInTime"> {
  /** Identifier of the cluster whose automated backups contain `pointInTime`. */
  readonly sourceIdentifier: string;
  /**
   * Whether a later change of the origin has no effect. Otherwise it replaces the cluster, because RDS reads the origin only
   * when it creates the cluster.
   */
  readonly settled: boolean;
}

/**
 * Arguments of a restored cluster. The provider restores, then modifies the cluster: only then does RDS create the master
 * password and its secret (hashicorp/terraform-provider-aws, `resourceClusterCreate`).
 *
 * @throws Error when the snapshot is in another region
 */
export function originArguments(
  { snapshot, pointInTime, sourceIdentifier, settled }: AuroraOrigin,
  region: string,
): Pick<RdsClusterConfig, "snapshotIdentifier" | "restoreToPointInTime" | "lifecycle"> {
  ensureSameRegion(snapshot, region);
  return {
    ...(snapshot === undefined ? {} : { snapshotIdentifier: snapshot }),
    ...(pointInTime === undefined ? {} : { restoreToPointInTime: pointIn(pointInTime, sourceIdentifier) }),
    ...(settled ? { lifecycle: { ignoreChanges: ["snapshot_identifier", "restore_to_point_in_time"] } } : {}),
  };
}

function pointIn(time: string, sourceClusterIdentifier: string): NonNullable<RdsClusterConfig["restoreToPointInTime"]> {
  return {
    sourceClusterIdentifier,
    restoreType: "full-copy",
    ...(time === "latest" ? { useLatestRestorableTime: true } : { restoreToTime: time }),
  };
}
