import type { RdsClusterConfig } from "@cdktf/provider-aws/lib/rds-cluster";
import { type DatabaseRestore, ensureSameRegion } from "../database-generations";

/** Where a restored cluster gets its data from. Without `snapshot` and `pointInTime`, the cluster exists already. */
export interface AuroraOrigin extends Pick<DatabaseRestore, "snapshot" | "pointInTime"> {
  /** Identifier of the cluster whose automated backups contain `pointInTime`. */
  readonly sourceIdentifier: string;
}

/**
 * Arguments of a restored cluster. A later change of its origin, also its removal, has no effect. Otherwise it would replace the
 * cluster, whose users' secrets contain the address of the present one's master secret.
 *
 * The provider restores the cluster and then modifies it. RDS creates the master password and its secret at the modification
 * (hashicorp/terraform-provider-aws, `resourceClusterCreate`).
 *
 * @throws Error when the snapshot is in another region
 */
export function originArguments(
  { snapshot, pointInTime, sourceIdentifier }: AuroraOrigin,
  region: string,
): Pick<RdsClusterConfig, "snapshotIdentifier" | "restoreToPointInTime" | "lifecycle"> {
  ensureSameRegion(snapshot, region);
  return {
    ...(snapshot === undefined ? {} : { snapshotIdentifier: snapshot }),
    ...(pointInTime === undefined ? {} : { restoreToPointInTime: pointIn(pointInTime, sourceIdentifier) }),
    lifecycle: { ignoreChanges: ["snapshot_identifier", "restore_to_point_in_time"] },
  };
}

function pointIn(time: string, sourceClusterIdentifier: string): NonNullable<RdsClusterConfig["restoreToPointInTime"]> {
  return {
    sourceClusterIdentifier,
    restoreType: "full-copy",
    ...(time === "latest" ? { useLatestRestorableTime: true } : { restoreToTime: time }),
  };
}
