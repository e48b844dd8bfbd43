import { cloudConfig, environmentFile } from "../hosts/cloud-config";

/** How the monitor judges and moves; see the settings of the configuration. */
export interface PathMonitorSettings {
  readonly intervalMilliseconds: number;
  readonly down: number;
  readonly up: number;
  readonly dwellSeconds: number;
  readonly maxLossPercent: number;
  readonly maxRttMilliseconds: number;
  readonly onStop: "leave" | "restore";
}

export interface PathMonitorUserDataProps {
  readonly name: string;
  readonly region: string;
  readonly routeTableId: string;
  readonly interfaceId: string;
  readonly site: {
    readonly ranges: readonly string[];
    readonly targets: readonly string[];
    readonly vpnTargets: readonly string[];
  };
  readonly settings: PathMonitorSettings;
  readonly metricNamespace: string;
  readonly logGroupName: string;
  readonly holdParameterName: string;
}

const PARTS = ["settings", "decision", "clock", "probe", "routes", "hold", "report"];
/** Milliseconds between the three pings of a round, and for which the last one is waited for. */
const PING_SPACING = 200;
const PING_WAIT = 500;
/** Milliseconds from one reading of the table and the hold to the next, and from one sending of metrics to the next. */
const READING = 30_000;
const PUBLISHING = 20_000;

/** The cloud-init document of the host that watches the paths: `userdata/path-monitor` and its settings. Nothing is installed. */
export function pathMonitorUserData(props: PathMonitorUserDataProps): string {
  const { site, settings, routeTableId } = props;
  const environment = environmentFile("TIERRA_PATH_", {
    NAME: props.name,
    REGION: props.region,
    TARGETS: site.targets.join(","),
    VPN_TARGETS: site.vpnTargets.join(","),
    ROUTES: site.ranges.map((range) => `${routeTableId}:${range}`).join(","),
    INTERFACE: props.interfaceId,
    PING_SPACING_MS: PING_SPACING,
    PING_WAIT_MS: PING_WAIT,
    INTERVAL_MS: settings.intervalMilliseconds,
    READ_EVERY: roundsIn(READING, settings),
    PUBLISH_EVERY: roundsIn(PUBLISHING, settings),
    DOWN: settings.down,
    UP: settings.up,
    DWELL_MS: settings.dwellSeconds * 1000,
    MAX_LOSS: settings.maxLossPercent,
    MAX_RTT_MS: settings.maxRttMilliseconds,
    ON_STOP: settings.onStop,
    NAMESPACE: props.metricNamespace,
    LOG_GROUP: props.logGroupName,
    HOLD_PARAMETER: props.holdParameterName,
  });
  const bin = "opt/tierra/bin";
  return cloudConfig({
    settings: { "/etc/tierra/path-monitor.env": environment },
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

function roundsIn(milliseconds: number, { intervalMilliseconds }: PathMonitorSettings): number {
  return Math.max(1, Math.floor(milliseconds / intervalMilliseconds));
}
