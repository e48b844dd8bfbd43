import { DbOptionGroup } from "@cdktf/provider-aws/lib/db-option-group";
import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group";
import { Construct } from "constructs";

export interface MysqlSettingsProps {
  /** Prefix of the groups' names, e.g. `project-x-prod-mysql`. The version is added. */
  readonly name: string;
  /** Major and minor version, e.g. `8.4`, which RDS calls the major version. */
  readonly engineVersion: string;
  /** Whether a destroy keeps the option group, because RDS deletes none that a snapshot needs. @default true */
  readonly keepOptionGroup?: boolean | undefined;
}

/** Logs of a server with these settings that RDS can export to CloudWatch Logs. */
export const MYSQL_LOGS = ["audit", "error", "slowquery"] as const;

/**
 * All parameters are dynamic, so that a change needs no restart. The server refuses connections without TLS. The slow query
 * log is a file, because RDS cannot export the table that it uses by default (RDS user guide, "Publishing MySQL logs to
 * Amazon CloudWatch Logs"). The general log is off, because it contains every statement with its values.
 */
const PARAMETERS = {
  require_secure_transport: "1",
  log_output: "FILE",
  slow_query_log: "1",
  /** Seconds. MySQL's default of 10 is too long to show the queries that slow down web requests. */
  long_query_time: "1",
  general_log: "0",
};

/** The audit log needs this option. 8.4, and 8.0 from 8.0.28 on, support it (RDS user guide, "MariaDB Audit Plugin support for MySQL"). */
const AUDIT = {
  /** Connections, and changes of schema and privileges. Not `QUERY`, which would log every value of every statement. */
  SERVER_AUDIT_EVENTS: "CONNECT,QUERY_DDL,QUERY_DCL",
  /** The user of RDS, which queries every second. Its connections are logged nevertheless (same page). */
  SERVER_AUDIT_EXCL_USERS: "rdsadmin",
};

/** Parameter group and option group of one major version of MySQL. Each version has its own groups. */
export class MysqlSettings extends Construct {
  readonly parameterGroupName: string;
  readonly optionGroupName: string;

  constructor(scope: Construct, id: string, props: MysqlSettingsProps) {
    super(scope, id);
    const { engineVersion, keepOptionGroup = true } = props;
    // The version in the name lets both versions' groups exist during an upgrade.
    const name = `${props.name}-${engineVersion.replace(".", "-")}`;
    this.parameterGroupName = new DbParameterGroup(this, "parameters", {
      name,
      family: `mysql${engineVersion}`,
      description: `MySQL ${engineVersion} with TLS only and a slow query log file`,
      parameter: pairs(PARAMETERS),
      lifecycle: { createBeforeDestroy: true },
    }).name;
    this.optionGroupName = new DbOptionGroup(this, "options", {
      name,
      engineName: "mysql",
      majorEngineVersion: engineVersion,
      optionGroupDescription: `MySQL ${engineVersion} with the audit log`,
      option: [{ optionName: "MARIADB_AUDIT_PLUGIN", optionSettings: pairs(AUDIT) }],
      skipDestroy: keepOptionGroup,
      lifecycle: { createBeforeDestroy: true },
    }).name;
  }
}

function pairs(values: Readonly<Record<string, string>>): { name: string; value: string }[] {
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}
