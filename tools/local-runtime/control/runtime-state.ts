import type { RoutingPolicy } from "../route53/zone";

/** The state of the local runtime, as the page and the drill read it. All times are milliseconds since 1970. */
export interface RuntimeState {
  /** Name of the environment, e.g. `dev`. */
  readonly environment: string;
  /** Factor by which health checks and TTLs are faster than on AWS. */
  readonly speed: number;
  readonly startedAt: number;
  readonly now: number;
  readonly sharedName: SharedNameState;
  /** In the order of the configuration. */
  readonly regions: readonly RegionState[];
  /** One entry per ordered pair of regions. */
  readonly replication: readonly LinkState[];
  /** The newest items of all regions, newest first, at most 20. */
  readonly items: readonly ItemState[];
  /** The newest events, newest first, at most 200. */
  readonly timeline: readonly TimelineEvent[];
  /** Alarms whose condition holds now, e.g. `eu-west-1-replication`. */
  readonly alarms: readonly string[];
  /** Error of the latest change of the files, if it is not in use. */
  readonly fault?: string;
  /** Message of a drill that is under way. */
  readonly drill?: string;
  /** What the synthesized stacks contain and this runtime does not emulate. */
  readonly notEmulated: readonly string[];
}

interface SharedNameState {
  /** DNS name, e.g. `api.dev.example.com`. Undefined without a domain. */
  readonly name?: string;
  /** URL of the listener on this machine. */
  readonly url: string;
  /** `none` without a domain. */
  readonly policy: RoutingPolicy["type"] | "traffic-policy" | "none";
  /** Region near which the clients are. It decides which region has the lowest latency. */
  readonly clients: string;
  /** Region of the answer in the resolver's cache, and when it expires. Undefined before the first request. */
  readonly answer?: { readonly region: string; readonly expiresAt: number };
  readonly requestsPerSecond: number;
  /** Share of the requests of the last 10 s that failed (5xx or no connection), 0 to 1. */
  readonly failedShare: number;
}

export interface RegionState {
  readonly name: string;
  /** `regions[].state` of the configuration. */
  readonly state: "active" | "drained";
  /** DNS name of the region. Undefined without a domain. */
  readonly ownName?: string;
  /** URL of its listener. */
  readonly url: string;
  /** State of the region's endpoint check. */
  readonly endpointHealthy: boolean;
  /** True while the region is out of DNS by the evacuation metric. */
  readonly evacuated: boolean;
  /** State of the check on which the region's record depends. */
  readonly recordHealthy: boolean;
  /** Latest observation of each checker region, and the failures in a row. */
  readonly checkers: readonly CheckerState[];
  /** Faults that an operator set. */
  readonly faults: RegionFaults;
  /** Share of the shared name's requests of the last 10 s that this region answered, 0 to 1. */
  readonly trafficShare: number;
  readonly requestsPerSecond: number;
  readonly functions: readonly FunctionState[];
}

export interface CheckerState {
  readonly region: string;
  readonly healthy: boolean;
  /** Text such as `HTTP status code 200` or `connection refused`. */
  readonly observation: string;
  readonly failuresInRow: number;
}

export interface RegionFaults {
  /** Every connection to the region is refused. */
  readonly down: boolean;
  /** The table refuses every write of a client. Replication goes on. */
  readonly writesFail: boolean;
  /** Milliseconds by which each request is delayed, 0 for none. */
  readonly slowMs: number;
  /** Status that `GET /health` answers. 200 is normal. */
  readonly healthStatus: number;
}

export interface FunctionState {
  readonly name: string;
  /** Executions that exist, execute now, and may exist. */
  readonly executions: number;
  readonly busy: number;
  readonly limit: number;
  readonly coldStarts: number;
  readonly throttled: number;
}

export interface LinkState {
  readonly from: string;
  readonly to: string;
  readonly severed: boolean;
  /** Writes that are not delivered yet. */
  readonly queue: number;
  /** Age of the oldest write that is not delivered, 0 if there is none. */
  readonly ageMs: number;
}

export interface ItemState {
  readonly id: string;
  readonly originRegion: string;
  readonly version: number;
  readonly createdAt: string;
  /** Regions whose table has this version now. */
  readonly regions: readonly string[];
}

export interface TimelineEvent {
  readonly at: number;
  /** `operator`: an operation of this API. `health`: a check changed. `dns`: the answer changed. `reload`, `function`, `drill`. */
  readonly kind: "operator" | "health" | "dns" | "replication" | "function" | "reload" | "drill";
  /** Region that the event concerns. */
  readonly region?: string;
  readonly text: string;
}
