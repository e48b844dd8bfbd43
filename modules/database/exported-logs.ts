import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { ExpiringLogGroup } from "../monitoring/expiring-log-group";

export interface ExportedLogsProps {
  /** Identifier of the DB instance or DB cluster. */
  readonly identifier: string;
  /** What exports the logs. Aurora exports them per cluster. @default "instance" */
  readonly kind?: "instance" | "cluster";
  /** Log types as RDS names them, e.g. `slowquery`. */
  readonly types: readonly string[];
  /** ARN of a key whose policy lets CloudWatch Logs use it. */
  readonly kmsKeyArn: string;
  /** Days that log events are kept. @default 365 */
  readonly retentionInDays?: number | undefined;
}

/**
 * The log groups to which a DB instance or DB cluster exports its logs. The database must depend on them. Otherwise RDS
 * creates the groups itself, without encryption and without expiry.
 */
export class ExportedLogs extends Construct {
  readonly groups: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: ExportedLogsProps) {
    super(scope, id);
    const { identifier, kind = "instance", types, kmsKeyArn, retentionInDays } = props;
    this.groups = types.map(
      (type) =>
        new ExpiringLogGroup(this, type, {
          name: `/aws/rds/${kind}/${identifier}/${type}`,
          kmsKeyArn,
          retentionInDays,
        }).resource,
    );
  }
}
