import { Alarm, type AlarmProps, ComparisonOperator, Metric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import { Topic } from "aws-cdk-lib/aws-sns";
import { Duration } from "aws-cdk-lib/core";
import { Construct } from "constructs";

export interface MetricAlarmSettings {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly threshold: number;
  /** @default Sum */
  readonly statistic?: string;
  /** @default more than the threshold */
  readonly comparison?: ComparisonOperator;
  /** Periods of a minute that must be bad. @default 3 */
  readonly periods?: number;
}

/** A topic and the alarms that publish to it. */
export class AlarmTopic extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, name: string, masterKey: IKey) {
    super(scope, id);
    this.topic = new Topic(this, "Resource", { topicName: name, masterKey });
    this.topic.grantPublish(new ServicePrincipal("cloudwatch.amazonaws.com"));
  }

  /** An alarm on a metric of AWS. */
  watch(id: string, settings: MetricAlarmSettings): Alarm {
    const { namespace, metricName, dimensions, statistic = "Sum" } = settings;
    return this.add(id, {
      metric: new Metric({
        namespace,
        metricName,
        dimensionsMap: dimensions,
        statistic,
        period: Duration.minutes(1),
      }),
      threshold: settings.threshold,
      evaluationPeriods: settings.periods ?? 3,
      comparisonOperator: settings.comparison ?? ComparisonOperator.GREATER_THAN_THRESHOLD,
    });
  }

  /** An alarm with its notifications. */
  add(id: string, props: AlarmProps): Alarm {
    const alarm = new Alarm(this, id, { treatMissingData: TreatMissingData.NOT_BREACHING, ...props });
    const action = new SnsAction(this.topic);
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
    return alarm;
  }
}
