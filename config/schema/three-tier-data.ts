import { z } from "zod";
import { wholeNumber } from "./fields";

/** MySQL user name as RDS takes it; the names in the list are taken by RDS or by everybody's guess. */
export const mysqlUser = z
  .string()
  .regex(/^[a-zA-Z][a-zA-Z0-9_]{0,15}$/, {
    error: "must be 1 to 16 letters, digits or underscores, starting with a letter",
  })
  .refine((name) => !["admin", "root", "administrator", "rdsadmin"].includes(name.toLowerCase()), {
    error: "must not be a name that everybody tries first",
  });

const mysql = z
  .strictObject({
    /** Engine version, major.minor; patches come with automatic minor upgrades. The parameter group family follows from it. */
    engineVersion: z
      .string()
      .regex(/^(8\.0|8\.4)$/, { error: 'must be "8.0" or "8.4"' })
      .default("8.4"),
    instanceClass: z
      .string()
      .regex(/^db\.[a-z0-9]+\.[a-z0-9]+$/, { error: "must be an RDS class, e.g. db.m6g.large" })
      .default("db.m6g.large"),
    multiAz: z.boolean().default(true),
    /** gp3 storage in GiB. */
    allocatedStorageGiB: wholeNumber(20, 65536).default(20),
    /** Ceiling of storage autoscaling in GiB. */
    maxAllocatedStorageGiB: wholeNumber(20, 65536).default(50),
    databaseName: z
      .string()
      .regex(/^[a-zA-Z][a-zA-Z0-9_]{0,63}$/, {
        error: "must be 1 to 64 letters, digits or underscores, starting with a letter",
      })
      .default("newsreadb"),
    /** Master user, 16 characters at most (RDS for MySQL quotas). */
    masterUsername: mysqlUser.default("project_x_user"),
    /** The application's own user, granted its database alone. */
    applicationUsername: mysqlUser.default("project_x_app"),
    /**
     * `project`: the master password is ours, in a secret that our Lambda rotates.
     * `rds-managed`: RDS keeps and rotates it, and then refuses read replicas.
     */
    masterCredentials: z.enum(["project", "rds-managed"]).default("project"),
    /** Read replicas, spread over the zones. RDS for MySQL takes 15 at most. */
    readReplicas: wholeNumber(0, 15).default(1),
    backupRetentionInDays: wholeNumber(7, 35).default(14),
    /** Performance Insights; RDS has none on the micro and small classes of MySQL. */
    performanceInsights: z.boolean().default(true),
    /** Seconds between enhanced-monitoring samples. */
    monitoringIntervalSeconds: z
      .literal([1, 5, 10, 15, 30, 60], { error: "must be 1, 5, 10, 15, 30 or 60" })
      .default(60),
    /** Days between rotations of both secrets. */
    rotateAfterDays: wholeNumber(1, 90).default(30),
  })
  .superRefine((value, context) => {
    // `got`: the value in force, which may be a default that the file does not show.
    const fail = (field: keyof typeof value, message: string) =>
      context.addIssue({ code: "custom", path: [field], message, params: { got: value[field] } });
    if (value.readReplicas > 0 && value.masterCredentials === "rds-managed") {
      fail(
        "readReplicas",
        'must be 0 when masterCredentials is "rds-managed"; RDS refuses replicas of a MySQL instance whose master password it manages',
      );
    }
    // Storage autoscaling: the ceiling exceeds the allocation by at least 10 %. RDS user guide, "Managing capacity
    // automatically with Amazon RDS storage autoscaling".
    const leastCeiling = Math.ceil((value.allocatedStorageGiB * 11) / 10);
    if (value.maxAllocatedStorageGiB < leastCeiling) {
      fail("maxAllocatedStorageGiB", `must be at least ${leastCeiling}, 10 % above allocatedStorageGiB`);
    }
    if (value.performanceInsights && /\.(micro|small)$/.test(value.instanceClass)) {
      fail(
        "performanceInsights",
        `must be false on ${value.instanceClass}; RDS has no Performance Insights on micro and small classes of MySQL`,
      );
    }
    if (value.applicationUsername === value.masterUsername) {
      fail("applicationUsername", "must differ from masterUsername; the application never connects as the master");
    }
  });

export const dataSection = z.strictObject({
  mysql: mysql.prefault({}),
  fileSystem: z
    .strictObject({
      /** Days without access after which a file moves to Infrequent Access. EFS knows these. */
      infrequentAccessAfterDays: z
        .literal([1, 7, 14, 30, 60, 90, 180, 270, 365], { error: "must be 1, 7, 14, 30, 60, 90, 180, 270 or 365" })
        .default(30),
    })
    .prefault({}),
  backup: z
    .strictObject({
      /** Vault lock: `governance` can be lifted by who may; `compliance` by nobody once 3 days have passed. */
      vaultLock: z.enum(["governance", "compliance", "none"]).default("governance"),
      dailyRetentionInDays: wholeNumber(35, 365).default(35),
      monthlyRetentionInDays: wholeNumber(35, 3650).default(365),
    })
    .prefault({}),
});
