import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import {
  GetHealthCheckStatusCommand,
  type HealthCheck,
  paginateListHealthChecks,
  Route53Client,
} from "@aws-sdk/client-route-53";
import { isEndpointHealthy } from "../local-runtime/route53/checker-report";
import { clientSettings } from "../shared/client-settings";
import { GLOBAL_REGION } from "../shared/global-region";
import { latestMetricValue } from "../shared/latest-metric-value";
import { UsageError } from "../shared/usage-error";
import type { PlannedRegion } from "./evacuation-plan";

/** Health of one region, as Route 53 sees it. */
export interface RegionHealth {
  /** The endpoint passes its check. */
  readonly endpoint: boolean;
  /** The check that an operator switches. False after an evacuation. */
  readonly notEvacuated: boolean;
  /** The check of the region's records. Undefined until its metric has a value. */
  readonly record: boolean | undefined;
}

/** IDs of a region's checks. */
interface CheckIds {
  readonly endpoint: string;
  readonly notEvacuated: string;
  readonly record: string;
}

/** A region's health checks are not deployed. Waiting does not help. */
export class MissingChecksError extends UsageError {}

/** Minutes of the metric that are read. Its latest value can be some minutes late. */
const METRIC_MINUTES = 10;

/**
 * Reads the state of the health checks through Route 53's API and CloudWatch in us-east-1. It finds the checks by their alarm or
 * routing control, so that it needs no Terraform state.
 */
export class HealthReader {
  private readonly route53 = new Route53Client({ region: GLOBAL_REGION, ...clientSettings() });
  private readonly cloudWatch = new CloudWatchClient({ region: GLOBAL_REGION, ...clientSettings() });
  private checks: readonly HealthCheck[] | undefined;
  private readonly controlIsOn: (arn: string) => Promise<boolean>;

  /** @param controlIsOn reads the state of a routing control */
  constructor(controlIsOn: (arn: string) => Promise<boolean>) {
    this.controlIsOn = controlIsOn;
  }

  /** @throws Error when AWS does not answer, or when the checks are not deployed */
  async read(region: PlannedRegion): Promise<RegionHealth> {
    this.checks ??= await this.list();
    const ids = idsOf(region, this.checks);
    const { switch: evacuation } = region;
    const [endpoint, notEvacuated, record] = await Promise.all([
      this.status(ids.endpoint),
      evacuation.type === "metric" ? this.status(ids.notEvacuated) : this.controlIsOn(evacuation.arn),
      this.metric(ids.record),
    ]);
    return { endpoint, notEvacuated, record };
  }

  private async list(): Promise<readonly HealthCheck[]> {
    const checks: HealthCheck[] = [];
    for await (const { HealthChecks = [] } of paginateListHealthChecks({ client: this.route53 }, {})) {
      checks.push(...HealthChecks);
    }
    return checks;
  }

  private async status(id: string): Promise<boolean> {
    const { HealthCheckObservations: all = [] } = await this.route53.send(
      new GetHealthCheckStatusCommand({ HealthCheckId: id }),
    );
    const reports = all.map(({ StatusReport }) => StatusReport?.Status?.startsWith("Success") ?? false);
    return reports.length > 0 && isEndpointHealthy(reports);
  }

  /** Route 53's API does not return the status of a calculated check. */
  private async metric(id: string): Promise<boolean | undefined> {
    const latest = await latestMetricValue(this.cloudWatch, {
      namespace: "AWS/Route53",
      name: "HealthCheckStatus",
      dimensions: { HealthCheckId: id },
      statistic: "Minimum",
      minutes: METRIC_MINUTES,
    });
    return latest === undefined ? undefined : latest === 1;
  }
}

/** @throws MissingChecksError when the account lacks one of the checks */
function idsOf({ region, switch: evacuation }: PlannedRegion, checks: readonly HealthCheck[]): CheckIds {
  const own = checks.find(({ HealthCheckConfig: config }) =>
    evacuation.type === "metric"
      ? config?.AlarmIdentifier?.Name === evacuation.alarmName &&
        config.AlarmIdentifier.Region === evacuation.hostRegion
      : config?.RoutingControlArn === evacuation.arn,
  );
  const children = (check: HealthCheck | undefined) => check?.HealthCheckConfig?.ChildHealthChecks ?? [];
  const parent = checks.find((check) => own?.Id !== undefined && children(check).includes(own.Id));
  const endpoint = children(parent).find((id) => id !== own?.Id);
  if (own?.Id === undefined || parent?.Id === undefined || endpoint === undefined) {
    throw new MissingChecksError(
      `the health checks of ${region} must be deployed, got none in this account; deploy the routing stack`,
    );
  }
  return { endpoint, notEvacuated: own.Id, record: parent.Id };
}
