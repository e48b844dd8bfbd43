import { DbOptionGroup } from "@cdktf/provider-aws/lib/db-option-group";
import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group";
import { Construct } from "constructs";

export interface MysqlSettingsProps {
  /** Prefix of the groups' names; the version is added, e.g. `project-x-prod-mysql`. */
  readonly name: string;
  /** Major and minor, e.g. `8.4`: what RDS calls the major version. */
  readonly engineVersion: string;
  /** Whether snapshots outlive the database. RDS deletes no option group that a snapshot needs, so it stays behind then. */
  readonly snapshotsRemain: boolean;
}

/** Logs that a server with these settings writes and that RDS can export to CloudWatch Logs. */
export const MYSQL_LOGS = ["audit", "error", "slowquery"] as const;

/**
 * All dynamic: a change takes effect without a restart. RDS refuses connections without TLS, the slow query log exists,
 * and it is a file: RDS writes it to a table by default, which it cannot export (RDS user guide, "Publishing MySQL logs
 * to Amazon CloudWatch Logs"). The general log would hold every statement with its values, so it is off.
 */
const PARAMETERS = {
  require_secure_transport: "1",
  log_output: "FILE",
  slow_query_log: "1",
  /** Seconds. MySQL's own 10 misses everything that a web request notices. */
  long_query_time: "1",
  general_log: "0",
};

/**
 * The audit log exists through this option alone, on every 8.4 and on 8.0.28 and later (RDS user guide, "MariaDB Audit
 * Plugin support for MySQL").
 */
const AUDIT = {
  /** Who connects, and what changes schema or rights. `QUERY` would copy every value of every statement into the log. */
  SERVER_AUDIT_EVENTS: "CONNECT,QUERY_DDL,QUERY_DCL",
  /** RDS's own user, which looks in every second. Its connections are logged all the same (same page). */
  SERVER_AUDIT_EXCL_USERS: "rdsadmin",
};

/** Parameter group and option group of one major version of MySQL. Another version gets groups of its own. */
export class MysqlSettings extends Construct {
  readonly parameterGroupName: string;
  readonly optionGroupName: string;

  constructor(scope: Construct, id: string, props: MysqlSettingsProps) {
    super(scope, id);
    const { engineVersion, snapshotsRemain } = props;
    // Names differ by version, so that the next version's groups stand before the instance leaves these.
    const name = `${props.name}-${engineVersion.replace(".", "-")}`;
    this.parameterGroupName = new DbParameterGroup(this, "parameters", {
      name,
      family: `mysql${engineVersion}`,
      description: `MySQL ${engineVersion}: TLS only, slow query log in a file`,
      parameter: pairs(PARAMETERS),
      lifecycle: { createBeforeDestroy: true },
    }).name;
    this.optionGroupName = new DbOptionGroup(this, "options", {
      name,
      engineName: "mysql",
      majorEngineVersion: engineVersion,
      optionGroupDescription: `MySQL ${engineVersion}: audit log`,
      option: [{ optionName: "MARIADB_AUDIT_PLUGIN", optionSettings: pairs(AUDIT) }],
      skipDestroy: snapshotsRemain,
      lifecycle: { createBeforeDestroy: true },
    }).name;
  }
}

function pairs(values: Readonly<Record<string, string>>): { name: string; value: string }[] {
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}
