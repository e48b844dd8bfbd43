import { readZone } from "../local-runtime/model/read-zone";
import type { HealthCheck } from "../local-runtime/route53/zone";
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
  const { checks, records } = readZone([configuration]);
  const planned = checks.flatMap((check): PlannedRegion[] => {
    const found = switchOf(check);
    const parent = checks.find((other) => other.type === "calculated" && other.children.includes(check.id));
    return found && found.region !== ""
      ? [{ ...found, routed: records.some(({ healthCheck }) => healthCheck === parent?.id) }]
      : [];
  });
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

function switchOf(check: HealthCheck): Pick<PlannedRegion, "region" | "switch"> | undefined {
  switch (check.type) {
    case "routing-control":
      return { region: check.region, switch: { type: "routing-control", arn: check.arn } };
    case "alarm": {
      const { name: alarmName, namespace, metricName, dimensions } = check.alarm;
      const hostRegion = check.alarmRegion;
      return {
        region: check.region,
        switch: { type: "metric", hostRegion, alarmName, namespace, metricName, dimensions },
      };
    }
    default:
      return undefined;
  }
}
