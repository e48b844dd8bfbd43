import { RdsClusterParameterGroup } from "@cdktf/provider-aws/lib/rds-cluster-parameter-group";
import { Construct } from "constructs";
import { ensure } from "../../shared/errors";

/** Logs of Aurora MySQL that RDS can export to CloudWatch Logs, as RDS names them. */
export const AURORA_LOGS = ["audit", "error", "general", "slowquery"] as const;

export type AuroraLog = (typeof AURORA_LOGS)[number];

export interface AuroraParameterGroupProps {
  /** Prefix of the group's name, e.g. `project-x-prod-aurora`. The version is added. */
  readonly name: string;
  /** Version of the cluster, e.g. `8.0.mysql_aurora.3.10.0`. It starts with the version of MySQL, which names the family. */
  readonly engineVersion: string;
  /** Logs that the cluster writes. The error log is always written. */
  readonly logs: readonly AuroraLog[];
}

const VERSION = /^(\d+\.\d+)\.mysql_aurora\.[\d.]+$/;

/**
 * The parameter group of an Aurora MySQL cluster. All parameters are dynamic, so that a change needs no restart. The
 * cluster refuses connections without TLS. Each exported log is turned on here, because an export alone writes nothing
 * (Aurora user guide, "Publishing Amazon Aurora MySQL logs to Amazon CloudWatch Logs").
 *
 * Each major version has a group of its own name, because both groups exist during an upgrade.
 */
export class AuroraParameterGroup extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, props: AuroraParameterGroupProps) {
    super(scope, id);
    const { engineVersion, logs } = props;
    ensure(VERSION.test(engineVersion), "engineVersion", "look like 8.0.mysql_aurora.3.10.0", engineVersion);
    const mysql = engineVersion.replace(VERSION, "$1");
    this.name = new RdsClusterParameterGroup(this, "Resource", {
      name: `${props.name}-mysql${mysql.replace(".", "-")}`,
      family: `aurora-mysql${mysql}`,
      description: "Aurora MySQL with TLS only and the exported logs",
      parameter: Object.entries(parameters(logs)).map(([parameter, value]) => ({
        name: parameter,
        value,
        applyMethod: "immediate",
      })),
      lifecycle: { createBeforeDestroy: true },
    }).name;
  }
}

function parameters(logs: readonly AuroraLog[]): Record<string, string> {
  return {
    require_secure_transport: "ON",
    server_audit_logging: onOff(logs.includes("audit")),
    // Connections, and changes of schema and privileges. Not `QUERY`, which would log every value of every statement.
    server_audit_events: "CONNECT,QUERY_DDL,QUERY_DCL",
    general_log: onOff(logs.includes("general")),
    slow_query_log: onOff(logs.includes("slowquery")),
    // Seconds. MySQL's default of 10 is too long to show the queries that slow down web requests.
    long_query_time: "1",
    log_output: "FILE",
  };
}

function onOff(on: boolean): string {
  return on ? "1" : "0";
}
