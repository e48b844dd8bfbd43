import type { TerraformConfiguration } from "../../shared/synthesize";
import { UsageError } from "../../shared/usage-error";
import type { AlarmSettings, HealthCheck } from "../route53/zone";
import { alarmSettings } from "./alarm-settings";
import { type Attributes, oneOf, referenceTo, resourcesOf } from "./terraform-resources";

/** Seconds between two requests of a checker, and consecutive results, when the resource does not set them (Terraform's documentation). */
const DEFAULT_INTERVAL = 30;
const DEFAULT_THRESHOLD = 3;
/** Regions of a check that names none: all regions with checkers (Route 53 API reference, HealthCheckConfig). */
const ALL_CHECKERS = [
  "ap-northeast-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "eu-west-1",
  "sa-east-1",
  "us-east-1",
  "us-west-1",
  "us-west-2",
];

/**
 * Health checks of a synthesized stack. The identifiers are the names of the Terraform resources.
 *
 * @throws UsageError for a check that is not emulated
 */
export function readChecks(configuration: TerraformConfiguration): HealthCheck[] {
  const checks = resourcesOf(configuration, "aws_route53_health_check");
  const alarms = resourcesOf(configuration, "aws_cloudwatch_metric_alarm");
  return [...checks].map(([id, check]): HealthCheck => {
    const settings = { id, inverted: check.invert_healthcheck === true, disabled: check.disabled === true };
    switch (check.type) {
      case "HTTP":
      case "HTTPS":
        return { ...settings, ...endpoint(check) };
      case "CALCULATED":
        return {
          ...settings,
          type: "calculated",
          children: ((check.child_healthchecks ?? []) as unknown[]).map((child) => referenceTo(checks, child)),
          threshold: Number(check.child_health_threshold ?? 0),
        };
      case "CLOUDWATCH_METRIC":
        return {
          ...settings,
          type: "alarm",
          alarm: alarmOf(alarms, check),
          alarmRegion: `${check.cloudwatch_alarm_region}`,
          region: watched(id, checks),
          insufficientData: oneOf(
            `aws_route53_health_check.${id}.insufficient_data_health_status`,
            check.insufficient_data_health_status ?? "LastKnownStatus",
            ["Healthy", "Unhealthy", "LastKnownStatus"],
          ),
        };
      case "RECOVERY_CONTROL":
        return {
          ...settings,
          type: "routing-control",
          arn: `${check.routing_control_arn}`,
          region: watched(id, checks),
        };
      default:
        throw new UsageError(
          `aws_route53_health_check.${id}.type must be HTTP, HTTPS, CALCULATED, CLOUDWATCH_METRIC or RECOVERY_CONTROL, ` +
            `got ${JSON.stringify(check.type)}; the local runtime does not emulate other checks`,
        );
    }
  });
}

function endpoint(check: Attributes) {
  const fqdn = `${check.fqdn}`;
  return {
    type: "endpoint" as const,
    fqdn,
    path: `${check.resource_path ?? "/"}`,
    region: firstLabel(fqdn),
    intervalSeconds: Number(check.request_interval ?? DEFAULT_INTERVAL),
    failureThreshold: Number(check.failure_threshold ?? DEFAULT_THRESHOLD),
    checkerRegions: (check.regions ?? ALL_CHECKERS) as string[],
  };
}

/** Region of the endpoint that a calculated check combines with this check. Empty if there is none. */
function watched(id: string, checks: ReadonlyMap<string, Attributes>): string {
  const parent = [...checks.values()].find((check) =>
    ((check.child_healthchecks ?? []) as unknown[]).some((child) => referenceTo(checks, child) === id),
  );
  const siblings = ((parent?.child_healthchecks ?? []) as unknown[]).map((child) => referenceTo(checks, child));
  const fqdn = siblings.map((sibling) => checks.get(sibling)?.fqdn).find((name) => name !== undefined);
  return fqdn === undefined ? "" : firstLabel(`${fqdn}`);
}

/** The first label of a region's own name is the region. */
function firstLabel(fqdn: string): string {
  return fqdn.split(".")[0] ?? "";
}

function alarmOf(alarms: ReadonlyMap<string, Attributes>, check: Attributes): AlarmSettings {
  const id = referenceTo(alarms, check.cloudwatch_alarm_name);
  return alarmSettings(id, alarms.get(id) as Attributes);
}
