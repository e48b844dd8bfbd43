import { Construct } from "constructs";
import { functionMetrics } from "../../functions/metrics";
import { MetricAlarm } from "../../monitoring/metric-alarm";

export interface MigrationsAlarmProps {
  /** Prefix of the alarm's name, e.g. `project-x-prod-aurora-migrations`. */
  readonly name: string;
  /** Name of the Lambda function that applies migrations. */
  readonly functionName: string;
  /** ARN of the topic that the alarm notifies. */
  readonly topicArn: string;
}

/** An alarm for migrations that fail. The deployment or command that started them may have been stopped before. */
export class MigrationsAlarm extends Construct {
  readonly errors: MetricAlarm;

  constructor(scope: Construct, id: string, props: MigrationsAlarmProps) {
    super(scope, id);
    const { name, functionName, topicArn } = props;
    this.errors = new MetricAlarm(this, "errors", {
      name: `${name}-errors`,
      description:
        "Migrations stopped. Statements before the failed one are applied, and later ones are not. The log of the function " +
        "contains the file, the statement and the reason. docs/aurora-api-schema.md describes how to continue. When the alarm " +
        "ends, no further run has failed; it does not mean that the migrations are applied.",
      value: functionMetrics(functionName).errors,
      comparison: "at least",
      threshold: 1,
      evaluationPeriods: 1,
      // No data means that no migrations are running.
      missingData: "notBreaching",
      topicArn,
    });
  }
}
