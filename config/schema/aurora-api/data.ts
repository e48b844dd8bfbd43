import { z } from "zod";
import { copiedBackupVault } from "../fields/backup";
import { databaseName, mysqlUser } from "../fields/mysql-names";
import { generation, restore } from "../fields/restore";
import { uniqueList } from "../fields/unique-list";
import { wholeNumber } from "../fields/values";
import { accessSection } from "./access";

const ACU = "must be from 0.5 to 256 in steps of 0.5; a cluster behind RDS Proxy never pauses at 0";

/**
 * Aurora capacity units, up to 256 in steps of 0.5. Not 0, because the proxy holds a connection to every instance, so that
 * a cluster behind it never pauses (Aurora user guide, "Scaling to Zero ACUs with automatic pause and resume").
 */
const acu = z
  .number({ error: ACU })
  .refine((units) => units >= 0.5 && units <= 256 && Number.isInteger(units * 2), { error: ACU });

const proxy = z
  .strictObject({
    /** Seconds until an idle client is disconnected, 1 to 28,800 (RDS Proxy, quotas). */
    idleClientTimeoutSeconds: wholeNumber(1, 28_800).optional(),
    /**
     * Seconds that a client waits for a connection when all are in use, or during a failover. At least as long as the API
     * holds a request. Less than 60 seconds do not outlast a failover.
     */
    borrowTimeoutSeconds: wholeNumber(1, 300).optional(),
    /** Connections of the proxy, in percent of the cluster's `max_connections`. */
    maxConnectionsPercent: wholeNumber(1, 100).optional(),
    /** Idle connections that the proxy keeps open, in percent of `max_connections`. */
    maxIdleConnectionsPercent: wholeNumber(0, 100).optional(),
    /** Statements that do not pin a client to one connection. RDS supports EXCLUDE_VARIABLE_SETS only. */
    sessionPinningFilters: uniqueList(z.enum(["EXCLUDE_VARIABLE_SETS"])).optional(),
  })
  .superRefine(({ maxConnectionsPercent = 100, maxIdleConnectionsPercent = 0 }, context) => {
    if (maxIdleConnectionsPercent > maxConnectionsPercent) {
      context.addIssue({
        code: "custom",
        path: ["maxIdleConnectionsPercent"],
        message: `must be at most maxConnectionsPercent (${maxConnectionsPercent})`,
        params: { got: maxIdleConnectionsPercent },
      });
    }
  });

/** Database users of the cluster. MySQL distinguishes upper and lower case in their names, people do not. */
const ROLES = ["migrator", "api", "reader"];

const masterUsername = mysqlUser.refine((name) => !ROLES.includes(name.toLowerCase()), {
  error: `must not be one of ${ROLES.join(", ")}; these database users have roles`,
});

const engineVersion = z.string().regex(/^(8\.0\.mysql_aurora\.3\.\d{2}\.\d+|8\.4\.mysql_aurora\.8\.4\.\d+)$/, {
  error: "must be an Aurora MySQL version, e.g. 8.0.mysql_aurora.3.10.0 or 8.4.mysql_aurora.8.4.7",
});

/** Passed on to `AuroraWithProxy`, which documents the defaults and checks its fields against each other. */
export const auroraSection = z
  .strictObject({
    /** Version with its patch, of Aurora MySQL 3 or 8.4. Aurora is upgraded only after a change, in the next maintenance window. */
    engineVersion: engineVersion.optional(),
    minAcu: acu.optional(),
    maxAcu: acu.optional(),
    /** Reader instances, spread over the zones. They scale with the writer, and one of them replaces it when it fails. */
    readers: wholeNumber(0, 15).optional(),
    /** Databases of the cluster, on which each role has its privileges. Do not remove the first one later: secrets name it. */
    databases: uniqueList(databaseName, { min: 1 }).optional(),
    /** Master user. Another name replaces the cluster. */
    masterUsername: masterUsername.optional(),
    /** Days of automated backups, which allow a point-in-time restore. */
    backupRetentionInDays: wholeNumber(7, 35).optional(),
    /** Recovery points of AWS Backup, which are kept longer, and also when the cluster is deleted. */
    backup: copiedBackupVault.optional(),
    /** Number of the cluster that serves. A restore creates the next one. */
    generation: generation.optional(),
    /** Creates a cluster beside the present one, with the data of a snapshot or of a point in time. */
    restore: restore("cluster-snapshot", engineVersion).optional(),
    /** Days between two rotations of each role's secret. RDS rotates the master user's every 7. */
    rotateAfterDays: wholeNumber(1, 90).optional(),
    /** Exported logs. `general` causes a warning, because its readers can read the data: it contains every statement with its values. */
    logs: uniqueList(z.enum(["audit", "error", "general", "slowquery"])).optional(),
    proxy: proxy.optional(),
    /** People who may connect with an IAM role. */
    access: accessSection.optional(),
  })
  .superRefine((value, context) => {
    const fail = (field: keyof typeof value, message: string) =>
      context.addIssue({ code: "custom", path: [field], message, params: { got: value[field] } });
    const { minAcu = 1, maxAcu, logs } = value;
    const least = Math.max(1, minAcu);
    if (maxAcu !== undefined && maxAcu < least) {
      fail("maxAcu", `must be at least ${least}, minAcu and 1`);
    }
    if (logs && !logs.includes("audit")) {
      fail("logs", "must include audit");
    }
  });
