import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { ExpiringLogGroup } from "../observability/expiring-log-group";

export interface ExportedLogsProps {
  /** Identifier of the DB instance. */
  readonly instanceIdentifier: string;
  /** Log types as RDS names them, e.g. `slowquery`. */
  readonly types: readonly string[];
  readonly kmsKeyArn: string;
  readonly retentionInDays: number;
}

/**
 * The log groups that a DB instance exports to. RDS would create them itself, without a key and without an end: the
 * instance waits for these.
 */
export class ExportedLogs extends Construct {
  readonly groups: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: ExportedLogsProps) {
    super(scope, id);
    const { instanceIdentifier, types, kmsKeyArn, retentionInDays } = props;
    this.groups = types.map(
      (type) =>
        new ExpiringLogGroup(this, type, {
          name: `/aws/rds/instance/${instanceIdentifier}/${type}`,
          kmsKeyArn,
          retentionInDays,
        }).resource,
    );
  }
}
