import { readZone } from "../local-runtime/model/read-zone";
import { regionChecks } from "../local-runtime/route53/region-checks";
import type { AlarmCheck, RoutingControlCheck } from "../local-runtime/route53/zone";
import type { TerraformConfiguration } from "../shared/synthesize";
import { UsageError } from "../shared/usage-error";

/** The metric that evacuates a region, in another region. */
export interface MetricSwitch {
  readonly type: "metric";
  /** Region of the metric. */
  readonly hostRegion: string;
  readonly alarmName: string;
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** The routing control that evacuates a region. */
interface ControlSwitch {
  readonly type: "routing-control";
  readonly arn: string;
}

/** One region of the backend, from the synthesized routing stack. */
export interface PlannedRegion {
  readonly region: string;
  /** False if no record uses the region's health check. */
  readonly routed: boolean;
  readonly switch: MetricSwitch | ControlSwitch;
}

/**
 * The regions of a synthesized routing stack and what evacuates them. Terraform's state is not needed.
 *
 * @throws UsageError when the stack has no regions with an evacuation
 */
export function evacuationPlan(configuration: TerraformConfiguration): PlannedRegion[] {
  const planned = regionChecks(readZone([configuration])).flatMap(
    ({ region, evacuation, isRouted }): PlannedRegion[] =>
      evacuation ? [{ region, routed: isRouted, switch: switchOf(evacuation) }] : [],
  );
  if (planned.length === 0) {
    throw new UsageError(
      "the routing stack must have health checks for evacuation, got none; add a domain with routing",
    );
  }
  return planned;
}

/** @throws UsageError with all regions for an unknown one */
export function regionNamed(plan: readonly PlannedRegion[], region: string): PlannedRegion {
  const found = plan.find((candidate) => candidate.region === region);
  if (!found) {
    throw new UsageError(`--region must be one of ${plan.map((one) => one.region).join(", ")}, got "${region}"`);
  }
  return found;
}

function switchOf(check: AlarmCheck | RoutingControlCheck): PlannedRegion["switch"] {
  if (check.type === "routing-control") {
    return { type: "routing-control", arn: check.arn };
  }
  const { name: alarmName, namespace, metricName, dimensions } = check.alarm;
  return { type: "metric", hostRegion: check.alarmRegion, alarmName, namespace, metricName, dimensions };
}
