import { DbInstance, type DbInstanceConfig } from "@cdktf/provider-aws/lib/db-instance";
import { Construct } from "constructs";
import { ensure } from "../../shared/errors";
import { ExportedLogs } from "../exported-logs";
import { MYSQL_LOGS } from "./mysql-settings";

/** What the primary and its replicas have in common. */
export interface MysqlInstanceProps {
  /** At most 63 lower-case letters, digits and hyphens. */
  readonly identifier: string;
  readonly instanceClass: string;
  /** Ceiling of storage autoscaling in GiB. Each instance grows by itself. */
  readonly maxAllocatedStorageGiB: number;
  readonly securityGroupId: string;
  readonly parameterGroupName: string;
  readonly optionGroupName: string;
  /** Encrypts the exported logs and what Performance Insights keeps. */
  readonly kmsKeyArn: string;
  readonly backupRetentionInDays: number;
  readonly performanceInsights: boolean;
  /** Seconds between enhanced-monitoring samples. */
  readonly monitoringIntervalSeconds: number;
  readonly monitoringRoleArn: string;
  readonly logRetentionInDays: number;
}

/** What one of them has for itself. */
type MysqlInstanceOwn = Omit<DbInstanceConfig, "instanceClass" | "identifier" | "dependsOn">;

export const MYSQL_PORT = 3306;

/** UTC. The plan of AWS Backup starts after it, the maintenance windows are hours away: RDS lets none of them overlap. */
const BACKUP_WINDOW = "02:00-03:00";

/** Days that Performance Insights costs nothing for. */
const PERFORMANCE_INSIGHTS_DAYS = 7;

/** One DB instance of a MySQL database, primary or replica: encrypted, private, monitored, logs exported. */
export class MysqlInstance extends Construct {
  readonly identifier: string;
  /** Escape hatch: the underlying `aws_db_instance`. */
  readonly resource: DbInstance;

  constructor(scope: Construct, id: string, props: MysqlInstanceProps & { readonly own: MysqlInstanceOwn }) {
    super(scope, id);
    const { identifier, kmsKeyArn, own } = props;
    ensure(/^[a-z](-?[a-z0-9])*$/.test(identifier) && identifier.length <= 63, "identifier", IDENTIFIER, identifier);
    const logs = new ExportedLogs(this, "logs", {
      instanceIdentifier: identifier,
      types: MYSQL_LOGS,
      kmsKeyArn,
      retentionInDays: props.logRetentionInDays,
    });
    this.resource = new DbInstance(this, "Resource", {
      ...common(props),
      ...observation(props),
      ...own,
      dependsOn: [...logs.groups],
    });
    this.identifier = identifier;
  }
}

const IDENTIFIER = "be at most 63 lower-case letters, digits and single hyphens and start with a letter";

function common(props: MysqlInstanceProps) {
  return {
    identifier: props.identifier,
    instanceClass: props.instanceClass,
    port: MYSQL_PORT,
    maxAllocatedStorage: props.maxAllocatedStorageGiB,
    storageEncrypted: true,
    publiclyAccessible: false,
    vpcSecurityGroupIds: [props.securityGroupId],
    // A replica inherits both when it is made. They are said again so that it follows when the primary gets others.
    parameterGroupName: props.parameterGroupName,
    optionGroupName: props.optionGroupName,
    iamDatabaseAuthenticationEnabled: true,
    // Good until 2061, and rotated by RDS without a restart. RDS user guide, "Using SSL/TLS to encrypt a connection".
    caCertIdentifier: "rds-ca-rsa2048-g1",
    autoMinorVersionUpgrade: true,
    copyTagsToSnapshot: true,
    backupRetentionPeriod: props.backupRetentionInDays,
    backupWindow: BACKUP_WINDOW,
  };
}

function observation(props: MysqlInstanceProps) {
  return {
    enabledCloudwatchLogsExports: [...MYSQL_LOGS],
    monitoringInterval: props.monitoringIntervalSeconds,
    monitoringRoleArn: props.monitoringRoleArn,
    performanceInsightsEnabled: props.performanceInsights,
    ...(props.performanceInsights
      ? {
          performanceInsightsKmsKeyId: props.kmsKeyArn,
          performanceInsightsRetentionPeriod: PERFORMANCE_INSIGHTS_DAYS,
        }
      : {}),
  };
}
