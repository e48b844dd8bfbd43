import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Route53HealthCheck } from "@cdktf/provider-aws/lib/route53-health-check";
import { Construct } from "constructs";
import { CompositeAlarm } from "../monitoring/composite-alarm";
import { MetricAlarm } from "../monitoring/metric-alarm";
import { ensure, required } from "../shared/errors";
import { ensureGlobalRegion } from "../shared/global-region";
import { EvacuationCheck, type EvacuationCheckProps } from "./evacuation-check";
import { checkStatus } from "./metrics";

/** A Region with its own name. */
export interface CheckedRegion {
  /** DNS name of the endpoint in the Region, e.g. `eu-west-1.api.example.com`. */
  readonly ownName: string;
  /** Where an operator evacuates the Region. */
  readonly evacuation: EvacuationCheckProps["source"];
  /** False for a Region that Route 53 does not answer with. {@link HealthChecks.noneHealthy} leaves it out. @default true */
  readonly routed?: boolean | undefined;
}

export interface HealthChecksProps {
  /** Prefix of the names of checks and alarms, e.g. `project-x-prod-items`. */
  readonly name: string;
  /** The endpoints, by Region. */
  readonly regions: Readonly<Record<string, CheckedRegion>>;
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

/** The alarms of one Region's checks. */
type RegionAlarms = readonly [unhealthy: MetricAlarm, evacuated: MetricAlarm];

/**
 * The health checks of each Region, with their alarms. The check for the Region's records is healthy while its endpoint is healthy
 * and the Region is not evacuated. Route 53 considers an endpoint healthy if more than 18 % of the checkers do.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
 */
export class HealthChecks extends Construct {
  /** ID of the health check for each Region's records, by Region. */
  readonly ids: Readonly<Record<string, string>>;
  /** Each Region is unhealthy or evacuated. */
  readonly noneHealthy: CompositeAlarm;

  private readonly props: HealthChecksProps;

  constructor(scope: Construct, id: string, props: HealthChecksProps) {
    super(scope, id);
    this.props = props;
    const { regions, checkerRegions = ["ap-southeast-1", "eu-west-1", "us-east-1"], provider } = props;
    ensure(checkerRegions.length >= 3, "checkerRegions", "hold at least 3 regions", checkerRegions);
    ensureGlobalRegion(provider);
    const routed: RegionAlarms[] = [];
    this.ids = Object.fromEntries(
      Object.entries(regions).map(([region, checked]) => {
        const endpoint = this.checkEndpoint(region, checked.ownName, checkerRegions).id;
        const notEvacuated = this.checkEvacuation(region, checked.evacuation);
        const alarms = this.createAlarms(region, endpoint, notEvacuated);
        if (checked.routed ?? true) {
          routed.push(alarms);
        }
        return [region, this.combine(region, [endpoint, notEvacuated])];
      }),
    );
    this.noneHealthy = this.watchAll(routed);
  }

  /** @throws Error when the Region has no health check */
  idOf(region: string): string {
    return required(this.ids, region, "health check ids");
  }

  private checkEndpoint(region: string, fqdn: string, checkerRegions: readonly string[]): Route53HealthCheck {
    return new Route53HealthCheck(this, region, {
      type: "HTTPS",
      fqdn,
      port: 443,
      resourcePath: this.props.path,
      // API Gateway selects the certificate and the API by SNI.
      enableSni: true,
      requestInterval: INTERVAL_SECONDS,
      failureThreshold: FAILURES,
      measureLatency: true,
      regions: [...checkerRegions],
      tags: { Name: `${this.props.name}-${region}` },
      provider: this.props.provider,
    });
  }

  private checkEvacuation(region: string, source: CheckedRegion["evacuation"]): string {
    const { name, provider } = this.props;
    return new EvacuationCheck(this, `${region}-evacuation`, { name, region, source, provider }).checkId;
  }

  private combine(region: string, childHealthchecks: string[]): string {
    return new Route53HealthCheck(this, `${region}-record`, {
      type: "CALCULATED",
      childHealthchecks,
      childHealthThreshold: childHealthchecks.length,
      tags: { Name: `${this.props.name}-${region}-record` },
      provider: this.props.provider,
    }).id;
  }

  private createAlarms(region: string, endpoint: string, notEvacuated: string): RegionAlarms {
    const alarm = (id: string, state: string, checkId: string, description: string) =>
      new MetricAlarm(this, `${region}-${id}`, {
        name: `${this.props.name}-${region}-${state}`,
        description,
        value: checkStatus(checkId),
        comparison: "below",
        threshold: 1,
        // A health check always has data.
        missingData: "breaching",
        topicArn: this.props.topicArn,
        provider: this.props.provider,
      });
    return [
      alarm(
        "alarm",
        "unhealthy",
        endpoint,
        `${region} fails its health check. Route 53 sends it no requests. Look at its row of the dashboard and at the health function's log.`,
      ),
      alarm(
        "evacuated-alarm",
        "evacuated",
        notEvacuated,
        `${region} is evacuated. Route 53 sends it no requests until an operator returns it with npm run evacuate and the option --undo.`,
      ),
    ];
  }

  /**
   * A composite alarm, because a calculated check cannot monitor other calculated checks.
   * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html
   */
  private watchAll(regions: readonly RegionAlarms[]): CompositeAlarm {
    const [first = [], ...others] = regions;
    return new CompositeAlarm(this, "any-alarm", {
      name: `${this.props.name}-any-unhealthy`,
      description: "No region is healthy. Route 53 answers with all regions, and users see errors.",
      anyOf: first,
      andAnyOf: others,
      topicArn: this.props.topicArn,
      provider: this.props.provider,
    });
  }
}
