import { RdsClusterParameterGroup } from "@cdktf/provider-aws/lib/rds-cluster-parameter-group";
import { Construct } from "constructs";

/** Logs that Aurora MySQL writes, as RDS names them. */
export type AuroraLog = "audit" | "error" | "general" | "slowquery";

export interface AuroraSettingsProps {
  readonly name: string;
  /** Those that must exist. The error log always does. */
  readonly logs: readonly AuroraLog[];
}

const FAMILY = "aurora-mysql8.0";

/**
 * The cluster's parameters, all dynamic: a change takes effect without a restart. Connections without TLS are refused, and
 * each exported log exists: an export alone writes nothing (Aurora user guide, "Publishing Amazon Aurora MySQL logs to
 * Amazon CloudWatch Logs").
 */
export class AuroraSettings extends Construct {
  readonly parameterGroupName: string;

  constructor(scope: Construct, id: string, { name, logs }: AuroraSettingsProps) {
    super(scope, id);
    this.parameterGroupName = new RdsClusterParameterGroup(this, "Resource", {
      name,
      family: FAMILY,
      description: "Aurora MySQL 3: TLS only, with the logs that are exported",
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
    // Who connects, and what changes schema or rights. `QUERY` would copy every value of every statement into the log.
    server_audit_events: "CONNECT,QUERY_DDL,QUERY_DCL",
    general_log: onOff(logs.includes("general")),
    slow_query_log: onOff(logs.includes("slowquery")),
    // Seconds. MySQL's own 10 misses everything that a web request notices.
    long_query_time: "1",
    log_output: "FILE",
  };
}

function onOff(on: boolean): string {
  return on ? "1" : "0";
}
