import { z } from "zod";
import { databaseName, mysqlUser } from "../fields/mysql-names";
import { uniqueList } from "../fields/unique-list";
import { wholeNumber } from "../fields/values";
import { accessSection } from "./access";
import { migrationsFolder } from "./migrations-folder";

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
    /** Seconds that a client waits for a connection when all are in use. Less than the 5 s limit of the API's function. */
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

/** Passed on to `AuroraWithProxy`, which documents the defaults and checks its fields against each other. */
export const auroraSection = z
  .strictObject({
    /** Version with its patch. Aurora is upgraded only after a change, in the next maintenance window. */
    engineVersion: z
      .string()
      .regex(/^8\.0\.mysql_aurora\.3\.\d{2}\.\d+$/, {
        error: "must be an Aurora MySQL 3 version, e.g. 8.0.mysql_aurora.3.10.0",
      })
      .optional(),
    minAcu: acu.optional(),
    maxAcu: acu.optional(),
    /** Reader instances, spread over the zones. They scale with the writer, and one of them replaces it when it fails. */
    readers: wholeNumber(0, 15).optional(),
    /** Databases of the cluster, on which each role has its privileges. Do not remove the first one later: secrets name it. */
    databases: uniqueList(databaseName, { min: 1 }).optional(),
    /**
     * Folder of the repository with a folder of numbered SQL files for each database. False if another tool changes the schema.
     * docs/aurora-api-schema.md describes the files.
     */
    migrations: migrationsFolder.default("stacks/aurora-api/migrations"),
    /** Master user. Another name replaces the cluster. */
    masterUsername: masterUsername.optional(),
    backupRetentionInDays: wholeNumber(7, 35).optional(),
    /** Days between two rotations of each role's secret. RDS rotates the master user's every 7. */
    rotateAfterDays: wholeNumber(1, 90).optional(),
    /** Exported logs. The general log contains every statement with its values, so its readers can read the data. */
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
