import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { Construct } from "constructs";
import { ensure } from "../../shared/errors";
import { ExportedLogs } from "../exported-logs";
import type { MysqlInstanceArguments } from "./mysql-instance-arguments";
import { MYSQL_LOGS } from "./mysql-settings";

export const MYSQL_PORT = 3306;

export interface MysqlInstanceProps {
  /** DB instance identifier, at most 63 lower-case letters, digits and hyphens. */
  readonly identifier: string;
  /** Security group of the instance. */
  readonly securityGroupId: string;
  /** ARN of the key for the exported logs and for Performance Insights. Its policy lets CloudWatch Logs use it. */
  readonly kmsKeyArn: string;
  /** Parameter group and option group. A replica inherits them, but does not follow later changes of its source. */
  readonly settings: { readonly parameterGroupName: string; readonly optionGroupName: string };
  /** ARN of the role that publishes enhanced monitoring. @default enhanced monitoring is off */
  readonly monitoringRoleArn?: string | undefined;
  /** Arguments that differ between the writer and its replicas. */
  readonly own: MysqlInstanceArguments;
  /** DB instance class. @default "db.m6g.large" */
  readonly instanceClass?: string | undefined;
  /** Days of automated backups, which allow a point-in-time restore, 0 to 35. @default 14 */
  readonly backupRetentionInDays?: number | undefined;
  /** Whether Performance Insights is on. The micro and small classes do not support it. @default true */
  readonly performanceInsights?: boolean | undefined;
  /** Seconds between two samples of enhanced monitoring: 1, 5, 10, 15, 30 or 60. 0 turns it off. @default 60 */
  readonly monitoringIntervalSeconds?: number | undefined;
  /** Days that exported logs are kept. @default 365 */
  readonly logRetentionInDays?: number | undefined;
}

/** UTC. RDS requires that it does not overlap a maintenance window. The plan of AWS Backup starts later. */
const BACKUP_WINDOW = "02:00-03:00";

/** Days of Performance Insights history that are free of charge. */
const PERFORMANCE_INSIGHTS_DAYS = 7;

const IDENTIFIER = "be at most 63 lower-case letters, digits and single hyphens and start with a letter";

/** One DB instance of a MySQL database, writer or read replica: encrypted, private, monitored, with exported logs. */
export class MysqlInstance extends Construct {
  readonly identifier: string;
  /** DNS name of the instance. That of a Multi-AZ writer survives a failover. */
  readonly address: string;
  readonly port: number = MYSQL_PORT;
  readonly instanceClass: string;
  /** Escape hatch: the underlying `aws_db_instance`. */
  readonly resource: DbInstance;

  constructor(scope: Construct, id: string, props: MysqlInstanceProps) {
    super(scope, id);
    const { identifier, kmsKeyArn, instanceClass = "db.m6g.large", own, settings } = props;
    ensure(/^[a-z](-?[a-z0-9])*$/.test(identifier) && identifier.length <= 63, "identifier", IDENTIFIER, identifier);
    const logs = new ExportedLogs(this, "logs", {
      identifier,
      types: MYSQL_LOGS,
      kmsKeyArn,
      retentionInDays: props.logRetentionInDays,
    });
    this.resource = new DbInstance(this, "Resource", {
      identifier,
      instanceClass,
      port: MYSQL_PORT,
      storageEncrypted: true,
      publiclyAccessible: false,
      vpcSecurityGroupIds: [props.securityGroupId],
      parameterGroupName: settings.parameterGroupName,
      optionGroupName: settings.optionGroupName,
      iamDatabaseAuthenticationEnabled: true,
      // Valid until 2061. RDS renews certificates without a restart (RDS user guide, "Using SSL/TLS to encrypt a connection").
      caCertIdentifier: "rds-ca-rsa2048-g1",
      autoMinorVersionUpgrade: true,
      copyTagsToSnapshot: true,
      backupRetentionPeriod: props.backupRetentionInDays ?? 14,
      backupWindow: BACKUP_WINDOW,
      ...observation(props, instanceClass),
      ...own,
      dependsOn: [...logs.groups],
    });
    this.identifier = identifier;
    this.address = this.resource.address;
    this.instanceClass = instanceClass;
  }
}

function observation(props: MysqlInstanceProps, instanceClass: string) {
  const { performanceInsights = true, monitoringIntervalSeconds = 60, monitoringRoleArn } = props;
  ensure(
    !performanceInsights || !/\.(micro|small)$/.test(instanceClass),
    "performanceInsights",
    `be false on ${instanceClass}`,
    performanceInsights,
    "RDS has no Performance Insights on micro and small classes of MySQL",
  );
  return {
    enabledCloudwatchLogsExports: [...MYSQL_LOGS],
    monitoringInterval: monitoringIntervalSeconds,
    // RDS refuses a role with an interval of 0.
    ...(monitoringRoleArn === undefined ? {} : { monitoringRoleArn }),
    performanceInsightsEnabled: performanceInsights,
    ...(performanceInsights
      ? { performanceInsightsKmsKeyId: props.kmsKeyArn, performanceInsightsRetentionPeriod: PERFORMANCE_INSIGHTS_DAYS }
      : {}),
  };
}
