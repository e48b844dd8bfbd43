import { Construct } from "constructs";
import { MetricAlarm } from "../monitoring/metric-alarm";

export interface RotationAlarmProps {
  /** Prefix of the alarm's name, e.g. `project-x-prod-mysql-rotation`. */
  readonly name: string;
  /** The Lambda function that Secrets Manager calls. */
  readonly functionName: string;
  readonly topicArn: string;
}

/** Seconds. The steps of one rotation come within them, so that it is told of once. */
const PERIOD = 300;

/** An alarm for rotations that fail. Secrets Manager itself tells nobody, and tries again. */
export class RotationAlarm extends Construct {
  readonly errors: MetricAlarm;

  constructor(scope: Construct, id: string, props: RotationAlarmProps) {
    super(scope, id);
    const { name, functionName, topicArn } = props;
    this.errors = new MetricAlarm(this, "errors", {
      name: `${name}-errors`,
      description:
        "A password was not rotated; the old one works on. The function's log names the step and the reason. That the " +
        "alarm ends says only that nobody has tried again.",
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
      // Nothing rotates most of the time.
      missingData: "notBreaching",
      topicArn,
    });
  }
}
