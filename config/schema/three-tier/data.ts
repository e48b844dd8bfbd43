import { z } from "zod";
import { copiedBackupVault } from "../fields/backup";
import { instanceClass } from "../fields/instance-types";
import { databaseName, mysqlUser } from "../fields/mysql-names";
import { generation, restore } from "../fields/restore";
import { wholeNumber } from "../fields/values";

/** The database has a user `reader` too. MySQL distinguishes upper and lower case in users' names, people do not. */
const username = mysqlUser.refine((name) => name.toLowerCase() !== "reader", {
  error: "must not be reader; the database user of people who read has this name",
});

const engineVersion = z.string().regex(/^(8\.0|8\.4)$/, { error: 'must be "8.0" or "8.4"' });

/** Passed on to `MysqlWithSecrets`, which documents the defaults and checks its fields against each other. */
const mysql = z
  .strictObject({
    /** Engine version, major.minor. RDS applies patches automatically. The parameter group family follows from it. */
    engineVersion: engineVersion.optional(),
    instanceClass: instanceClass.optional(),
    multiAz: z.boolean().optional(),
    /** Initial gp3 storage in GiB. */
    allocatedStorageGiB: wholeNumber(20, 65536).optional(),
    /** Limit of storage autoscaling in GiB. */
    maxAllocatedStorageGiB: wholeNumber(20, 65536).optional(),
    /** NewsRead's database. Another name replaces the database. */
    databaseName: databaseName.default("newsreadb"),
    /** Master user, at most 16 characters (RDS for MySQL quotas). */
    masterUsername: username.optional(),
    /** User of the application, with privileges on its database only. */
    applicationUsername: username.optional(),
    /**
     * Who manages the master password. `project`: a secret of the stack, which its Lambda function rotates. `rds-managed`
     * rules out read replicas.
     */
    masterCredentials: z.enum(["project", "rds-managed"]).optional(),
    /** Read replicas, spread over the zones. RDS for MySQL allows 15. */
    readReplicas: wholeNumber(0, 15).optional(),
    backupRetentionInDays: wholeNumber(7, 35).optional(),
    /** Number of the database that serves. A restore creates the next one. */
    generation: generation.optional(),
    /** Creates a database beside the present one, with the data of a snapshot or of a point in time. */
    restore: restore("snapshot", engineVersion).optional(),
    /** Performance Insights. RDS does not offer it on the micro and small classes of MySQL. */
    performanceInsights: z.boolean().optional(),
    /** Seconds between two samples of enhanced monitoring. 0 turns it off. */
    monitoringIntervalSeconds: z
      .literal([0, 1, 5, 10, 15, 30, 60], { error: "must be 0, 1, 5, 10, 15, 30 or 60" })
      .optional(),
    /** Days between two rotations of each secret. */
    rotateAfterDays: wholeNumber(1, 90).optional(),
  })
  .superRefine((value, context) => {
    const fail = (field: keyof typeof value, message: string) =>
      context.addIssue({ code: "custom", path: [field], message, params: { got: value[field] } });
    if (value.readReplicas && value.masterCredentials === "rds-managed") {
      fail(
        "readReplicas",
        'must be 0 when masterCredentials is "rds-managed"; RDS refuses replicas of a MySQL instance whose master password it manages',
      );
    }
    const { allocatedStorageGiB, maxAllocatedStorageGiB } = value;
    if (allocatedStorageGiB !== undefined && maxAllocatedStorageGiB !== undefined) {
      // RDS user guide, "Managing capacity automatically with Amazon RDS storage autoscaling".
      const least = Math.ceil((allocatedStorageGiB * 11) / 10);
      if (maxAllocatedStorageGiB < least) {
        fail("maxAllocatedStorageGiB", `must be at least ${least}, 10 % above allocatedStorageGiB`);
      }
    }
    if (value.performanceInsights && value.instanceClass && /\.(micro|small)$/.test(value.instanceClass)) {
      fail(
        "performanceInsights",
        `must be false on ${value.instanceClass}; RDS has no Performance Insights on micro and small classes of MySQL`,
      );
    }
    if (value.applicationUsername !== undefined && value.applicationUsername === value.masterUsername) {
      fail("applicationUsername", "must differ from masterUsername; the application never connects as the master user");
    }
  });

export const dataSection = z.strictObject({
  mysql: mysql.prefault({}),
  fileSystem: z
    .strictObject({
      /** Days without access until a file moves to Infrequent Access. EFS offers these periods. */
      infrequentAccessAfterDays: z
        .literal([1, 7, 14, 30, 60, 90, 180, 270, 365], { error: "must be 1, 7, 14, 30, 60, 90, 180, 270 or 365" })
        .optional(),
    })
    .prefault({}),
  backup: copiedBackupVault.prefault({}),
});
