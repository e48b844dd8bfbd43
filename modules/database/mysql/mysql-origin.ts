import type { DbInstanceConfig } from "@cdktf/provider-aws/lib/db-instance";
import { type DatabaseRestore, ensureSameRegion } from "../database-generations";

/** Where a restored instance gets its data from. Without `snapshot` and `pointInTime`, the instance exists already. */
export interface MysqlOrigin extends Pick<DatabaseRestore, "snapshot" | "pointInTime"> {
  /** Identifier of the writer whose automated backups contain `pointInTime`. */
  readonly sourceIdentifier: string;
}

/**
 * Arguments of a restored writer. A later change of its origin, also its removal, has no effect. Otherwise it would replace the
 * instance. RDS restores with the key of the snapshot, so a snapshot with another key must first be copied with this one.
 *
 * @throws Error when the snapshot is in another region
 */
export function originArguments(
  { snapshot, pointInTime, sourceIdentifier }: MysqlOrigin,
  region: string,
): Pick<DbInstanceConfig, "snapshotIdentifier" | "restoreToPointInTime" | "lifecycle"> {
  ensureSameRegion(snapshot, region);
  return {
    ...(snapshot === undefined ? {} : { snapshotIdentifier: snapshot }),
    ...(pointInTime === undefined ? {} : { restoreToPointInTime: pointIn(pointInTime, sourceIdentifier) }),
    lifecycle: { ignoreChanges: ["snapshot_identifier", "restore_to_point_in_time"] },
  };
}

function pointIn(
  time: string,
  sourceDbInstanceIdentifier: string,
): NonNullable<DbInstanceConfig["restoreToPointInTime"]> {
  return {
    sourceDbInstanceIdentifier,
    ...(time === "latest" ? { useLatestRestorableTime: true } : { restoreTime: time }),
  };
}
