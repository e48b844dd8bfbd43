/** The route that the path monitor changes. */
export interface MonitoredRoute {
  /** ID of the production subnet's route table, the only one that the monitor may change. */
  readonly routeTableId: string;
  /** ID of the VPN appliance's network interface, the target of the route. */
  readonly interfaceId: string;
  /** CIDR blocks on premises, one route each. */
  readonly ranges: readonly string[];
}

/** Addresses that the path monitor pings. */
export interface PathProbes {
  /** IPv4 addresses that answer over Direct Connect. With several of them, the path stays up while half of them answer. */
  readonly targets: readonly string[];
  /** IPv4 addresses that answer through the VPN tunnel only, e.g. loopbacks of the VPN routers. One answer is enough. */
  readonly vpnTargets: readonly string[];
}

/**
 * Thresholds of the path monitor.
 *
 * A round is one set of pings to each target: three, or ten after a bad round and while production is on the VPN. A target is bad
 * when it loses too many pings or answers too slowly, and good when it loses none. A path is bad when more than half of its targets
 * are bad, and good when at least half of them are good.
 * A switch is a change of the production route. docs/local-zone.md gives the reasons for the defaults.
 */
export interface PathSettings {
  /**
   * Milliseconds from the start of one round to the start of the next, at least 900, the longest time of a round's pings. Twice as
   * long for rounds of ten pings. @default 1000
   */
  readonly intervalMilliseconds?: number | undefined;
  /** Consecutive bad rounds of Direct Connect before the switch to the VPN. @default 2 */
  readonly down?: number | undefined;
  /** Consecutive good rounds of Direct Connect before the switch back. @default 10 */
  readonly up?: number | undefined;
  /** Dwell: seconds after a switch to the VPN before the switch back. A VPN that fails ends it early. @default 30 */
  readonly dwellSeconds?: number | undefined;
  /** Percentage of lost pings above which a target is bad. @default 60, so that two of three lost pings are too many */
  readonly maxLossPercent?: number | undefined;
  /** Round-trip time in milliseconds above which a target is bad. 0 means no limit. @default 0 */
  readonly maxRttMilliseconds?: number | undefined;
  /** What a stopping monitor does with the route: `leave` it, or `restore` Direct Connect. @default "leave" */
  readonly onStop?: "leave" | "restore" | undefined;
}
