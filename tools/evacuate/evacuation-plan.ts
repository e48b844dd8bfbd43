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

type Attributes = Readonly<Record<string, unknown>>;

/**
 * The regions of a synthesized routing stack and what evacuates them. Terraform's state is not needed.
 *
 * @throws UsageError when the stack has no regions with an evacuation
 */
export function evacuationPlan(configuration: TerraformConfiguration): PlannedRegion[] {
  const checks = named(configuration, "aws_route53_health_check");
  const records = JSON.stringify([
    configuration.resource?.aws_route53_record ?? {},
    configuration.resource?.aws_route53_traffic_policy ?? {},
  ]);
  const planned = [...checks].flatMap(([name, check]): PlannedRegion[] => {
    const found = switchOf(check, configuration);
    const [parent, combined] = [...checks].find(([, other]) => refersTo(other.child_healthchecks, name)) ?? [];
    const endpoint = [...checks].find(
      ([key, { type }]) => type === "HTTPS" && refersTo(combined?.child_healthchecks, key),
    )?.[1];
    // The first label of a region's own name is the region.
    const region = `${endpoint?.fqdn}`.split(".")[0] ?? "";
    return found && endpoint
      ? [{ region, routed: records.includes(`aws_route53_health_check.${parent}.id`), switch: found }]
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

function switchOf(check: Attributes, configuration: TerraformConfiguration): PlannedRegion["switch"] | undefined {
  if (check.type === "RECOVERY_CONTROL") {
    return { type: "routing-control", arn: `${check.routing_control_arn}` };
  }
  if (check.type !== "CLOUDWATCH_METRIC") {
    return undefined;
  }
  const alarms = named(configuration, "aws_cloudwatch_metric_alarm");
  const alarm = [...alarms].find(([name]) => refersTo(check.cloudwatch_alarm_name, name))?.[1];
  return (
    alarm && {
      type: "metric",
      hostRegion: `${check.cloudwatch_alarm_region}`,
      alarmName: `${alarm.alarm_name}`,
      namespace: `${alarm.namespace}`,
      metricName: `${alarm.metric_name}`,
      dimensions: alarm.dimensions as Record<string, string>,
    }
  );
}

function named({ resource }: TerraformConfiguration, type: string): Map<string, Attributes> {
  return new Map(Object.entries(resource?.[type] ?? {}) as [string, Attributes][]);
}

/** Whether a value contains a reference to the resource with this name. */
function refersTo(value: unknown, name: string): boolean {
  return JSON.stringify(value ?? "").includes(`.${name}.`);
}
