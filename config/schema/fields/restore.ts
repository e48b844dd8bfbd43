import { z } from "zod";
import { failing } from "./fail";
import { wholeNumber } from "./values";

/** The last part but one of a snapshot's ARN. Aurora has snapshots of clusters, RDS for MySQL has snapshots of instances. */
type SnapshotKind = "cluster-snapshot" | "snapshot";

const utcTime = z.iso.datetime({ precision: 0 });

/** A suffix of two digits keeps names short. */
export const LAST_GENERATION = 99;

/** Number of the database that serves. Each restore creates the next one. */
export const generation = wholeNumber(1, LAST_GENERATION);

/**
 * Creates a database beside the present one, from a snapshot or from its automated backups. Synthesis has no clock, so AWS
 * refuses a time that is in the future or older than the backups.
 *
 * @param kind kind of snapshot
 * @param engineVersion versions that the section accepts
 */
export function restore<Version extends z.ZodType<string>>(kind: SnapshotKind, engineVersion: Version) {
  return z
    .strictObject({
      /** Identifier or ARN of a snapshot in the environment's region. */
      snapshot: snapshot(kind).optional(),
      /** A time in UTC of which the present database has automated backups, or the latest one. */
      pointInTime: z
        .string()
        .refine((time) => time === "latest" || utcTime.safeParse(time).success, {
          error: 'must be "latest" or a time in UTC with seconds, e.g. 2026-11-25T08:00:00Z',
        })
        .optional(),
      /** Version of the restored database only, of a snapshot. RDS restores a point in time with the present version. */
      engineVersion: engineVersion.optional(),
      /** `beside`: clients use the old database. `serving`: they use the restored one. `alone`: the old one is deleted. */
      stage: z.enum(["beside", "serving", "alone"]).default("beside"),
    })
    .superRefine((value, context) => {
      if ((value.snapshot === undefined) === (value.pointInTime === undefined)) {
        failing(context)([], "must have either snapshot or pointInTime");
      }
      if (value.pointInTime !== undefined && value.engineVersion !== undefined) {
        const rule =
          "must not be set with pointInTime; restore a snapshot, because RDS keeps the version of a point in time";
        failing(context)(["engineVersion"], rule);
      }
    });
}

/** The stacks support the partition `aws` only. Automated snapshots start with `rds:`, those of AWS Backup with `awsbackup:` (RDS API reference, CreateDBClusterSnapshot). */
function snapshot(kind: SnapshotKind) {
  const what = kind === "snapshot" ? "DB snapshot" : "DB cluster snapshot";
  const arn = `arn:aws:rds:[a-z]{2}(-[a-z]+)+-\\d:\\d{12}:${kind}:`;
  return z.string().regex(new RegExp(`^(${arn})?(rds:|awsbackup:)?(?=.{1,255}$)[a-zA-Z](-?[a-zA-Z0-9])*$`), {
    error: `must be the identifier or the ARN of a ${what}, e.g. project-x-prod-before-upgrade`,
  });
}
