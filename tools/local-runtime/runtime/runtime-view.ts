import { describedMethods } from "../api/api-description";
import type { RegionState, RuntimeState } from "../control/runtime-state";
import type { Backend } from "../model/backend";
import type { Routing } from "../routing/routing";
import type { LocalGlobalTable } from "../table/local-global-table";
import type { LocalRegion } from "./local-region";
import type { Timeline } from "./timeline";
import type { Traffic } from "./traffic";

/** Everything from which the state is made. */
export interface RuntimeView {
  readonly backend: Backend;
  readonly speed: number;
  readonly startedAt: number;
  readonly now: number;
  readonly sharedUrl: string;
  readonly clients: string;
  readonly traffic: Traffic;
  readonly regions: ReadonlyMap<string, LocalRegion>;
  readonly table: LocalGlobalTable;
  readonly routing: Routing;
  readonly timeline: Timeline;
  readonly alarms: readonly string[];
  readonly notEmulated: readonly string[];
  readonly problem: string | undefined;
  readonly drill: string | undefined;
}

/** The state of the runtime. */
export function runtimeState(view: RuntimeView): RuntimeState {
  const { backend, speed, startedAt, now, sharedUrl, clients, traffic, table, routing, timeline } = view;
  const { alarms, notEmulated, problem, drill } = view;
  const answer = routing.resolver.cached();
  return {
    environment: backend.environment,
    speed,
    startedAt,
    now,
    sharedName: {
      ...(backend.sharedName === undefined ? {} : { name: backend.sharedName }),
      url: sharedUrl,
      policy: policyOf(backend),
      clients,
      ...(answer ? { answer } : {}),
      requestsPerSecond: traffic.perSecond,
      failedShare: traffic.failedShare,
    },
    regions: backend.regions.flatMap(({ name }) => {
      const region = view.regions.get(name);
      return region ? [regionState(view, region)] : [];
    }),
    replication: table.links(),
    items: table.items(),
    timeline: timeline.events,
    alarms,
    ...(problem === undefined ? {} : { fault: problem }),
    ...(drill === undefined ? {} : { drill }),
    notEmulated,
  };
}

/** How callers of the routes that are not public are authorized. */
export function authOf({ regions }: Backend): "none" | "iam" | "token" {
  const [region] = regions;
  const types = region ? describedMethods(region.api.description).map(({ auth }) => auth.type) : [];
  return types.find((type) => type !== "none") ?? "none";
}

function regionState({ backend, routing, traffic }: RuntimeView, region: LocalRegion): RegionState {
  const { name, url, faults, service } = region;
  return {
    name,
    state: isRouted(backend, name) ? "active" : "drained",
    ...(service.region.ownName === undefined ? {} : { ownName: service.region.ownName }),
    url,
    ...routing.region(name),
    faults,
    trafficShare: traffic.shareOf(name),
    requestsPerSecond: traffic.perSecondOf(name),
    functions: service.functions,
  };
}

/** A drained region has no record of the shared name, only that of its own name. Without a domain, no region has one. */
function isRouted({ zone, regions }: Backend, region: string): boolean {
  const own = new Set(regions.map(({ ownName }) => ownName));
  const shared = zone.records.filter(({ name }) => !own.has(name));
  return shared.length === 0 || shared.some(({ target }) => target.type === "region" && target.region === region);
}

/** The policy of the configuration. The records of a traffic policy have the types of its rules. */
function policyOf({ zone, sharedName }: Backend): RuntimeState["sharedName"]["policy"] {
  const record = zone.records.find(({ name }) => name === sharedName);
  return record?.trafficPolicy === undefined ? (record?.policy.type ?? "none") : "traffic-policy";
}
