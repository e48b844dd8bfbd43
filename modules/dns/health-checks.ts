import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Route53HealthCheck } from "@cdktf/provider-aws/lib/route53-health-check";
import { Construct } from "constructs";
import { MetricAlarm } from "../monitoring/metric-alarm";
import { ensure, required } from "../shared/errors";
import { ensureGlobalRegion } from "../shared/global-region";
import { checkStatus } from "./metrics";

export interface HealthChecksProps {
  /** Prefix of the names of checks and alarms, e.g. `project-x-prod-items`. */
  readonly name: string;
  /** DNS name of the endpoint in each Region, e.g. `eu-west-1.api.example.com`, by Region. */
  readonly targets: Readonly<Record<string, string>>;
  /** Regions that the shared name answers with. The check of all Regions counts these. @default every Region of `targets` */
  readonly answering?: readonly string[] | undefined;
  /** Path of the requests, e.g. `/health`. */
  readonly path: string;
  /** ARN of a topic in us-east-1. */
  readonly topicArn: string;
  /** A provider of us-east-1, the only Region with metrics of health checks. */
  readonly provider: AwsProvider;
  /**
   * Regions of the health checkers, at least three (Route 53 API reference, HealthCheckConfig).
   * @default ap-southeast-1, eu-west-1 and us-east-1
   */
  readonly checkerRegions?: readonly string[] | undefined;
}

/** Seconds between two requests of one checker. Route 53 supports 10 and 30. */
const INTERVAL_SECONDS = 10;
/** Consecutive failures or successes that change a checker's result. With one, results would flap. Three take 30 s. */
const FAILURES = 3;

/**
 * A health check for each Region, a check that is healthy while at least one Region is, and an alarm for each check. Route 53
 * considers an endpoint healthy if more than 18 % of the checkers do.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
 */
export class HealthChecks extends Construct {
  /** ID of each Region's health check, by Region. */
  readonly ids: Readonly<Record<string, string>>;
  /** No Region is healthy. */
  readonly noneHealthy: MetricAlarm;

  constructor(scope: Construct, id: string, props: HealthChecksProps) {
    super(scope, id);
    const { name, targets, checkerRegions = ["ap-southeast-1", "eu-west-1", "us-east-1"], provider } = props;
    ensure(checkerRegions.length >= 3, "checkerRegions", "hold at least 3 regions", checkerRegions);
    ensureGlobalRegion(provider);
    this.ids = Object.fromEntries(
      Object.entries(targets).map(([region, fqdn]) => [
        region,
        this.createCheck(region, fqdn, checkerRegions, props).id,
      ]),
    );
    const any = new Route53HealthCheck(this, "any", {
      type: "CALCULATED",
      childHealthchecks: (props.answering ?? Object.keys(targets)).map((region) => this.idOf(region)),
      childHealthThreshold: 1,
      tags: { Name: `${name}-any` },
      provider,
    });
    for (const [region, checkId] of Object.entries(this.ids)) {
      this.createAlarm(
        region,
        checkId,
        `${region} fails its health check. Route 53 sends it no requests. Look at its row of the dashboard and at the health function's log.`,
        props,
      );
    }
    this.noneHealthy = this.createAlarm(
      "any",
      any.id,
      "No region is healthy. Route 53 answers with all regions, and users see errors.",
      props,
    );
  }

  /** @throws Error when the Region has no health check */
  idOf(region: string): string {
    return required(this.ids, region, "health check ids");
  }

  private createCheck(
    region: string,
    fqdn: string,
    checkerRegions: readonly string[],
    props: HealthChecksProps,
  ): Route53HealthCheck {
    return new Route53HealthCheck(this, region, {
      type: "HTTPS",
      fqdn,
      port: 443,
      resourcePath: props.path,
      // API Gateway selects the certificate and the API by SNI.
      enableSni: true,
      requestInterval: INTERVAL_SECONDS,
      failureThreshold: FAILURES,
      measureLatency: true,
      regions: [...checkerRegions],
      tags: { Name: `${props.name}-${region}` },
      provider: props.provider,
    });
  }

  private createAlarm(key: string, checkId: string, description: string, props: HealthChecksProps): MetricAlarm {
    return new MetricAlarm(this, `${key}-alarm`, {
      name: `${props.name}-${key}-unhealthy`,
      description,
      value: checkStatus(checkId),
      comparison: "below",
      threshold: 1,
      // A health check always has data.
      missingData: "breaching",
      topicArn: props.topicArn,
      provider: props.provider,
    });
  }
}
