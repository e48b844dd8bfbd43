import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { ExpiringLogGroup } from "../monitoring/expiring-log-group";

export interface ExportedLogsProps {
  /** Identifier of the DB instance or cluster. */
  readonly instanceIdentifier: string;
  /** What exports: Aurora does it by cluster. @default "instance" */
  readonly kind?: "instance" | "cluster";
  /** Log types as RDS names them, e.g. `slowquery`. */
  readonly types: readonly string[];
  readonly kmsKeyArn: string;
  readonly retentionInDays: number;
}

/**
 * The log groups that a DB instance or an Aurora cluster exports to. RDS would create them itself, without a key and
 * without an end: the database waits for these.
 */
export class ExportedLogs extends Construct {
  readonly groups: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: ExportedLogsProps) {
    super(scope, id);
    const { instanceIdentifier, kind = "instance", types, kmsKeyArn, retentionInDays } = props;
    this.groups = types.map(
      (type) =>
        new ExpiringLogGroup(this, type, {
          name: `/aws/rds/${kind}/${instanceIdentifier}/${type}`,
          kmsKeyArn,
          retentionInDays,
        }).resource,
    );
  }
}
