import { RdsClusterParameterGroup } from "@cdktf/provider-aws/lib/rds-cluster-parameter-group";
import { Construct } from "constructs";

/** Logs of Aurora MySQL that RDS can export to CloudWatch Logs, as RDS names them. */
export const AURORA_LOGS = ["audit", "error", "general", "slowquery"] as const;

export type AuroraLog = (typeof AURORA_LOGS)[number];

export interface AuroraParameterGroupProps {
  /** Name of the group, e.g. `project-x-prod-aurora`. */
  readonly name: string;
  /** Logs that the cluster writes. The error log is always written. */
  readonly logs: readonly AuroraLog[];
}

const FAMILY = "aurora-mysql8.0";

/**
 * The parameter group of an Aurora MySQL cluster. All parameters are dynamic, so that a change needs no restart. The
 * cluster refuses connections without TLS. Each exported log is turned on here, because an export alone writes nothing
 * (Aurora user guide, "Publishing Amazon Aurora MySQL logs to Amazon CloudWatch Logs").
 */
export class AuroraParameterGroup extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, { name, logs }: AuroraParameterGroupProps) {
    super(scope, id);
    this.name = new RdsClusterParameterGroup(this, "Resource", {
      name,
      family: FAMILY,
      description: "Aurora MySQL 3 with TLS only and the exported logs",
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
