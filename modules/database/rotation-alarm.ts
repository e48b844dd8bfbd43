import { Construct } from "constructs";
import { MetricAlarm } from "../monitoring/metric-alarm";

export interface RotationAlarmProps {
  /** Prefix of the alarm's name, e.g. `project-x-prod-mysql-rotation`. */
  readonly name: string;
  /** Name of the Lambda function that rotates the secrets. */
  readonly functionName: string;
  /** ARN of the topic that the alarm notifies. */
  readonly topicArn: string;
}

/** Seconds. All steps of a rotation run within one period, so a failed rotation raises the alarm once. */
const PERIOD = 300;

/** An alarm for failed rotations. Secrets Manager retries them, but notifies no one. */
export class RotationAlarm extends Construct {
  readonly errors: MetricAlarm;

  constructor(scope: Construct, id: string, props: RotationAlarmProps) {
    super(scope, id);
    const { name, functionName, topicArn } = props;
    this.errors = new MetricAlarm(this, "errors", {
      name: `${name}-errors`,
      description:
        "A rotation failed. The old password still works. The log of the function contains the step and the reason. " +
        "When the alarm ends, no further attempt has failed; it does not mean that the rotation succeeded.",
      value: {
        namespace: "AWS/Lambda",
        name: "Errors",
        dimensions: { FunctionName: functionName },
        statistic: "Sum",
        periodSeconds: PERIOD,
      },
      comparison: "at least",
      threshold: 1,
      evaluationPeriods: 1,
      // No data means that no rotation is running.
      missingData: "notBreaching",
      topicArn,
    });
  }
}
