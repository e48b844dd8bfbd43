import { cloudConfig, environmentFile } from "../hosts/cloud-config";
import type { MonitoredRoute, PathProbes, PathSettings } from "./path-monitor-settings";

export interface PathMonitorUserDataProps {
  /** Name of the monitor, the value of its metrics' dimension `Monitor`. */
  readonly name: string;
  /** AWS Region, e.g. `us-east-1`. */
  readonly region: string;
  /** The route that the monitor changes. */
  readonly route: MonitoredRoute;
  /** Addresses that the monitor pings. */
  readonly probes: PathProbes;
  /** Namespace of the monitor's metrics. */
  readonly metricNamespace: string;
  /** Log group of the monitor's log. */
  readonly logGroupName: string;
  /** Systems Manager parameter that holds the monitor. */
  readonly holdParameterName: string;
  /** Systems Manager parameter that exists while the stack does. */
  readonly stackParameterName: string;
  /** Thresholds. @default see `PathSettings` */
  readonly settings?: PathSettings | undefined;
}

const PARTS = ["settings", "verdict", "table", "decision", "clock", "probe", "routes", "hold", "report", "switch"];
/** Milliseconds between the three pings of a round. */
const PING_SPACING = 200;
/** Milliseconds to wait for the answer to the last ping of a round. */
const PING_WAIT = 500;
/** Milliseconds between two readings of the route table and of the hold. */
const READING = 30_000;
/** Milliseconds between two calls that publish metrics. */
const PUBLISHING = 20_000;

/**
 * The cloud-init document of the path monitor's host: `userdata/path-monitor` and its settings. It installs no packages.
 *
 * @throws Error when the document exceeds EC2's limit of 16 KB
 */
export function pathMonitorUserData(props: PathMonitorUserDataProps): string {
  const bin = "opt/tierra/bin";
  return cloudConfig({
    settings: { "/etc/tierra/path-monitor.env": settingsFile(props) },
    files: [
      { source: "lib.sh", path: `${bin}/lib.sh` },
      { source: "path-monitor/monitor.sh", path: `${bin}/path-monitor/monitor.sh`, executable: true },
      ...PARTS.map((part) => ({ source: `path-monitor/${part}.sh`, path: `${bin}/path-monitor/${part}.sh` })),
      {
        source: "systemd/tierra-path-monitor.service",
        path: "etc/systemd/system/tierra-path-monitor.service",
      },
    ],
    service: "tierra-path-monitor.service",
  });
}

function settingsFile({ name, region, route, probes, settings = {}, ...props }: PathMonitorUserDataProps): string {
  const { intervalMilliseconds = 1000, down = 2, up = 10, dwellSeconds = 30, onStop = "leave" } = settings;
  const { maxLossPercent = 60, maxRttMilliseconds = 0 } = settings;
  const rounds = (milliseconds: number) => Math.max(1, Math.floor(milliseconds / intervalMilliseconds));
  return environmentFile("TIERRA_PATH_", {
    NAME: name,
    REGION: region,
    TARGETS: probes.targets.join(","),
    VPN_TARGETS: probes.vpnTargets.join(","),
    ROUTES: route.ranges.map((range) => `${route.routeTableId}:${range}`).join(","),
    INTERFACE: route.interfaceId,
    PING_SPACING_MS: PING_SPACING,
    PING_WAIT_MS: PING_WAIT,
    INTERVAL_MS: intervalMilliseconds,
    READ_EVERY: rounds(READING),
    PUBLISH_EVERY: rounds(PUBLISHING),
    DOWN: down,
    UP: up,
    DWELL_MS: dwellSeconds * 1000,
    MAX_LOSS: maxLossPercent,
    MAX_RTT_MS: maxRttMilliseconds,
    ON_STOP: onStop,
    NAMESPACE: props.metricNamespace,
    LOG_GROUP: props.logGroupName,
    HOLD_PARAMETER: props.holdParameterName,
    STACK_PARAMETER: props.stackParameterName,
  });
}
