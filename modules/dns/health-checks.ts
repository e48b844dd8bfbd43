import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Route53HealthCheck } from "@cdktf/provider-aws/lib/route53-health-check";
import { Construct } from "constructs";
import { MetricAlarm } from "../monitoring/metric-alarm";
import { ensure } from "../shared/errors";
import { ensureGlobalRegion } from "../shared/global-region";
import { checkStatus } from "./metrics";

export interface HealthChecksProps {
  /** Prefix of the checks' and alarms' names, e.g. `project-x-prod-items`. */
  readonly name: string;
  /** What is asked, by region: the region's own name, e.g. `eu-west-1.api.example.com`. */
  readonly targets: Readonly<Record<string, string>>;
  /** E.g. `/health`. */
  readonly path: string;
  /** Regions that ask. Route 53 wants three at least. */
  readonly checkerRegions: readonly string[];
  /** Topic of us-east-1. */
  readonly topicArn: string;
  /** A provider of us-east-1: the checks' metrics are there and nowhere else. */
  readonly provider: AwsProvider;
}

/** Seconds between two questions of one checker: the shorter of the two that Route 53 knows. */
const INTERVAL_SECONDS = 10;
/** Answers in a row that change a checker's mind. One would flap; three are 30 s. */
const FAILURES = 3;

/**
 * A check per region, one that is healthy while any region is, and an alarm for each. A region is unhealthy when 18 % of its
 * checkers or fewer find it healthy; which percentage is AWS's choice.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
 */
export class HealthChecks extends Construct {
  /** Id of each region's check. */
  readonly ids: Readonly<Record<string, string>>;
  /** The check that is healthy while any region is. */
  readonly anyId: string;

  constructor(scope: Construct, id: string, props: HealthChecksProps) {
    super(scope, id);
    const { name, targets, checkerRegions, provider } = props;
    ensure(checkerRegions.length >= 3, "checkerRegions", "hold at least 3 regions", checkerRegions);
    ensureGlobalRegion(provider);
    const checks = Object.entries(targets).map(([region, fqdn]) => [region, this.createCheck(region, fqdn, props)]);
    this.ids = Object.fromEntries(checks.map(([region, check]) => [region, (check as Route53HealthCheck).id]));
    const any = new Route53HealthCheck(this, "any", {
      type: "CALCULATED",
      childHealthchecks: Object.values(this.ids),
      childHealthThreshold: 1,
      tags: { Name: `${name}-any` },
      provider,
    });
    this.anyId = any.id;
    for (const [region, checkId] of Object.entries(this.ids)) {
      this.createAlarm(
        region,
        checkId,
        `${region} fails its health check and gets no requests. Look at its dashboard row and at the log of health.`,
        props,
      );
    }
    this.createAlarm(
      "any",
      any.id,
      "No region is healthy. Route 53 answers with all of them: users see errors.",
      props,
    );
  }

  private createCheck(region: string, fqdn: string, props: HealthChecksProps): Route53HealthCheck {
    return new Route53HealthCheck(this, region, {
      type: "HTTPS",
      fqdn,
      port: 443,
      resourcePath: props.path,
      // API Gateway finds the name, and with it the certificate and the API, by SNI.
      enableSni: true,
      requestInterval: INTERVAL_SECONDS,
      failureThreshold: FAILURES,
      measureLatency: true,
      regions: [...props.checkerRegions],
      tags: { Name: `${props.name}-${region}` },
      provider: props.provider,
    });
  }

  private createAlarm(key: string, checkId: string, description: string, props: HealthChecksProps): void {
    new MetricAlarm(this, `${key}-alarm`, {
      name: `${props.name}-${key}-unhealthy`,
      description,
      value: checkStatus(checkId),
      comparison: "below",
      threshold: 1,
      evaluationPeriods: 1,
      // A check always reports.
      missingData: "breaching",
      topicArn: props.topicArn,
      provider: props.provider,
    });
  }
}
