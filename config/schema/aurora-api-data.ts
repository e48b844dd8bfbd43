import { z } from "zod";
import { wholeNumber } from "./fields";
import { mysqlUser } from "./three-tier-data";

const databaseName = z.string().regex(/^[a-zA-Z][a-zA-Z0-9_]{0,63}$/, {
  error: "must be 1 to 64 letters, digits or underscores, starting with a letter",
});

/**
 * Aurora capacity units in halves, up to 256. Not 0: the proxy holds a connection to every instance, so that a cluster
 * behind one never pauses (Aurora user guide, "Scaling to Zero ACUs with automatic pause and resume").
 */
const acu = z.number().refine((units) => units >= 0.5 && units <= 256 && Number.isInteger(units * 2), {
  error: "must be from 0.5 to 256 in steps of 0.5; a cluster behind RDS Proxy never pauses at 0",
});

const proxy = z
  .strictObject({
    /** Seconds that a client may be silent, 1 to 28,800 (RDS Proxy, quotas). */
    idleClientTimeoutSeconds: wholeNumber(1, 28_800).default(1800),
    /** Seconds that a client waits for a connection when all are lent. Below the 5 that the API's function waits for an answer. */
    borrowTimeoutSeconds: wholeNumber(1, 300).default(3),
    /** Of the cluster's `max_connections`. */
    maxConnectionsPercent: wholeNumber(1, 100).default(100),
    /** Connections kept open while nobody needs them, of the same number. */
    maxIdleConnectionsPercent: wholeNumber(0, 100).default(50),
    /** What a client may do without being tied to one connection. EXCLUDE_VARIABLE_SETS is all there is. */
    sessionPinningFilters: z.array(z.enum(["EXCLUDE_VARIABLE_SETS"])).default(["EXCLUDE_VARIABLE_SETS"]),
  })
  .superRefine(({ maxConnectionsPercent, maxIdleConnectionsPercent }, context) => {
    if (maxIdleConnectionsPercent > maxConnectionsPercent) {
      context.addIssue({
        code: "custom",
        path: ["maxIdleConnectionsPercent"],
        message: `must be at most maxConnectionsPercent (${maxConnectionsPercent})`,
        params: { got: maxIdleConnectionsPercent },
      });
    }
  });

export const auroraSection = z
  .strictObject({
    /**
     * With its patch: Aurora is upgraded only after this changes, in the next maintenance window. 3.10 is a long-term
     * support release.
     */
    engineVersion: z
      .string()
      .regex(/^8\.0\.mysql_aurora\.3\.\d{2}\.\d+$/, {
        error: "must be an Aurora MySQL 3 version, e.g. 8.0.mysql_aurora.3.10.0",
      })
      .default("8.0.mysql_aurora.3.10.0"),
    minAcu: acu.default(0.5),
    maxAcu: acu.default(16),
    /** Instances besides the writer, each in another zone while there are zones; they scale with it and take over from it. */
    readers: wholeNumber(0, 15).default(1),
    /** Databases that the cluster is given. The application's user gets grants on the first, which stays the first for good. */
    databases: z
      .array(databaseName)
      .min(1, { error: "must be at least 1 entry" })
      .refine((names) => new Set(names).size === names.length, { error: "must be named once each" })
      .default(["app"]),
    /** Another one replaces the cluster. */
    masterUsername: mysqlUser.default("project_x_user"),
    /** Whom clients connect as, for good: the secret that creates the user is written once. */
    applicationUsername: mysqlUser.default("project_x_app"),
    backupRetentionInDays: wholeNumber(7, 35).default(14),
    /** Days between rotations of the application user's secret. RDS rotates the master's every 7. */
    rotateAfterDays: wholeNumber(1, 90).default(30),
    /** The general log holds every statement with its values: its readers read the data. */
    logs: z
      .array(z.enum(["audit", "error", "general", "slowquery"]))
      .default(["audit", "error", "general", "slowquery"]),
    proxy: proxy.prefault({}),
  })
  .superRefine((value, context) => {
    const fail = (field: keyof typeof value, message: string) =>
      context.addIssue({ code: "custom", path: [field], message, params: { got: value[field] } });
    if (value.maxAcu < Math.max(1, value.minAcu)) {
      fail("maxAcu", `must be at least ${Math.max(1, value.minAcu)}, minAcu and 1`);
    }
    if (value.applicationUsername === value.masterUsername) {
      fail("applicationUsername", "must differ from masterUsername; the application never connects as the master");
    }
    if (!value.logs.includes("audit")) {
      fail("logs", "must include audit");
    }
  });
