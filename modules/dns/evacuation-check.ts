import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Route53HealthCheck, type Route53HealthCheckConfig } from "@cdktf/provider-aws/lib/route53-health-check";
import { Construct } from "constructs";
import { MetricAlarm } from "../monitoring/metric-alarm";
import { ensure } from "../shared/errors";
import { evacuationMetric } from "./metrics";

/** A CloudWatch metric that an operator publishes in another Region than the one that it protects. */
export interface EvacuationMetric {
  /** Discriminates from a routing control. */
  readonly type: "metric";
  /** Region of the metric and of its alarm. */
  readonly hostRegion: string;
  /** ARN of a topic in that Region. */
  readonly topicArn: string;
  /** A provider of that Region. */
  readonly provider: AwsProvider;
}

/** A routing control of Amazon Application Recovery Controller (ARC). */
export interface EvacuationControl {
  /** Discriminates from a metric. */
  readonly type: "routing-control";
  /** ARN of an existing routing control. `On` means that the Region gets requests. */
  readonly arn: string;
}

export interface EvacuationCheckProps {
  /** Prefix of the names of checks and alarms, and the backend's name in the metric, e.g. `project-x-prod-items`. */
  readonly name: string;
  /** The Region that can be evacuated. */
  readonly region: string;
  /** Where an operator evacuates the Region. */
  readonly source: EvacuationMetric | EvacuationControl;
  /** A provider of us-east-1. */
  readonly provider: AwsProvider;
}

/**
 * A health check that is healthy until an operator evacuates a Region, and unhealthy until an operator returns it.
 *
 * With a metric, Route 53 reads the data stream of the alarm's metric and not the alarm's state. Without data, it keeps the last
 * known status, and a new check is healthy. So one data point evacuates the Region, and the next one with 0 returns it. The alarm
 * ignores missing data in the same way.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html
 */
export class EvacuationCheck extends Construct {
  /** ID of the health check. */
  readonly checkId: string;
  /** Escape hatch: the underlying `aws_route53_health_check`. */
  readonly resource: Route53HealthCheck;

  constructor(scope: Construct, id: string, props: EvacuationCheckProps) {
    super(scope, id);
    const { name, region, source, provider } = props;
    this.resource = new Route53HealthCheck(this, "Resource", {
      ...(source.type === "metric"
        ? this.followAlarm(source, props)
        : { type: "RECOVERY_CONTROL", routingControlArn: source.arn }),
      tags: { Name: `${name}-${region}-not-evacuated` },
      provider,
    });
    this.checkId = this.resource.id;
  }

  private followAlarm(source: EvacuationMetric, { name, region }: EvacuationCheckProps): Route53HealthCheckConfig {
    const { hostRegion, topicArn, provider } = source;
    ensure(hostRegion !== region, "hostRegion", `be another region than ${region}`, hostRegion);
    const value = evacuationMetric(name, region);
    // The id contains the Region. If the list of Regions changes, Terraform deletes the alarm in the old Region.
    const alarm = new MetricAlarm(this, `alarm-in-${hostRegion}`, {
      name: `${name}-${region}-evacuation`,
      description: `${region} is evacuated and gets no requests. Return it with npm run evacuate and the option --undo.`,
      value,
      comparison: "at least",
      threshold: 1,
      missingData: "ignore",
      topicArn,
      provider,
    });
    return {
      type: "CLOUDWATCH_METRIC",
      cloudwatchAlarmName: alarm.name,
      cloudwatchAlarmRegion: hostRegion,
      insufficientDataHealthStatus: "LastKnownStatus",
      // Route 53 copies the alarm's settings, and does so again only when the check is updated.
      // https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-updating-cloudwatch-alarm-settings.html
      triggers: { alarm: JSON.stringify({ hostRegion, ...value, threshold: 1 }) },
    };
  }
}
