import type {
  ItemState,
  LinkState,
  RegionFaults,
  RegionState,
  RuntimeState,
  TimelineEvent,
} from "../../../tools/local-runtime/control/runtime-state";

/** 2026-11-25, 12:00:00 UTC. */
const NOW = Date.UTC(2026, 10, 25, 12, 0, 0);

const CHECKERS = ["eu-west-1", "us-east-1", "us-west-2", "ap-southeast-1"];
export const NO_FAULTS: RegionFaults = { down: false, writesFail: false, slowMs: 0, healthStatus: 200 };

/** A healthy region that answers a share of the traffic. */
function healthyRegion(name: string, changes: Partial<RegionState> = {}): RegionState {
  return {
    name,
    state: "active",
    ownName: `${name}.api.dev.example.com`,
    url: "http://127.0.0.1:4101",
    endpointHealthy: true,
    evacuated: false,
    recordHealthy: true,
    checkers: CHECKERS.map((region) => ({
      region,
      healthy: true,
      observation: "HTTP status code 200, OK",
      failuresInRow: 0,
    })),
    faults: NO_FAULTS,
    trafficShare: 0,
    requestsPerSecond: 0,
    functions: ["get-item", "create-item", "health"].map((kind, index) => ({
      name: `tierra-dev-${kind}`,
      executions: 3 - index,
      busy: index === 0 ? 1 : 0,
      limit: index === 2 ? 10 : 50,
      coldStarts: 4 - index,
      throttled: 0,
    })),
    ...changes,
  };
}

/** Both directions between each pair of regions. */
function links(
  names: readonly string[],
  change: (link: LinkState) => Partial<LinkState> = () => ({}),
): LinkState[] {
  return names.flatMap((from) =>
    names
      .filter((to) => to !== from)
      .map((to) => {
        const link = { from, to, severed: false, queue: 0, ageMs: 0 };
        return { ...link, ...change(link) };
      }),
  );
}

function items(names: readonly string[]): ItemState[] {
  return Array.from({ length: 8 }, (_, index) => ({
    id: `order-${4711 - index}`,
    originRegion: names[index % names.length] ?? "",
    version: 1 + (index % 3),
    createdAt: new Date(NOW - 700 * (index + 1)).toISOString(),
    regions: index === 0 ? names.slice(0, 1) : names,
  }));
}

const STARTED: readonly TimelineEvent[] = [
  { at: NOW - 41_000, kind: "dns", region: "eu-west-1", text: "the answer is eu-west-1 for 60 s" },
  { at: NOW - 52_000, kind: "health", region: "eu-central-1", text: "endpoint check is healthy" },
  { at: NOW - 52_400, kind: "health", region: "eu-west-1", text: "endpoint check is healthy" },
  { at: NOW - 60_000, kind: "function", region: "eu-west-1", text: "tierra-dev-get-item: cold start in 212 ms" },
];

/** Everything is healthy, and one region answers. */
export function normalState(names: readonly string[] = ["eu-west-1", "eu-central-1"]): RuntimeState {
  const [first = ""] = names;
  return {
    environment: "dev",
    speed: 1,
    startedAt: NOW - 180_000,
    now: NOW,
    sharedName: {
      name: "api.dev.example.com",
      url: "http://127.0.0.1:4100",
      policy: "latency",
      clients: first,
      answer: { region: first, expiresAt: NOW + 43_000 },
      requestsPerSecond: 20.4,
      failedShare: 0,
    },
    regions: names.map((name, index) =>
      healthyRegion(name, index === 0 ? { trafficShare: 1, requestsPerSecond: 20.4 } : {}),
    ),
    replication: links(names, ({ from }) => (from === first ? { queue: 2, ageMs: 640 } : {})),
    items: items(names),
    timeline: STARTED,
    alarms: [],
    notEmulated: [
      "aws_wafv2_web_acl: rules are not evaluated",
      "aws_kms_key: items are not encrypted",
      "aws_backup_plan: no backups are made",
    ],
  };
}

/** The first region refuses connections, its check has failed, and the resolver has the answer of the second region. */
export function downState(names?: readonly string[]): RuntimeState {
  const state = normalState(names);
  const [down, up] = state.regions;
  if (!down || !up) {
    throw new Error("the state must have two regions");
  }
  const failing: RegionState = {
    ...down,
    endpointHealthy: false,
    recordHealthy: false,
    trafficShare: 0.12,
    requestsPerSecond: 0,
    faults: { ...NO_FAULTS, down: true },
    checkers: down.checkers.map((checker, index) => ({
      ...checker,
      healthy: index === 3,
      observation: index === 3 ? "HTTP status code 200, OK" : "connection refused",
      failuresInRow: index === 3 ? 0 : 4,
    })),
  };
  return {
    ...state,
    sharedName: {
      ...state.sharedName,
      answer: { region: up.name, expiresAt: NOW + 58_000 },
      failedShare: 0.12,
      requestsPerSecond: 19.8,
    },
    regions: state.regions.map((region) =>
      region === down ? failing : region === up ? { ...up, trafficShare: 0.88, requestsPerSecond: 19.8 } : region,
    ),
    replication: state.replication.map((link) =>
      link.to === down.name ? { ...link, queue: 318, ageMs: 16_200 } : link,
    ),
    alarms: [`${down.name}-health`, `${up.name}-replication`],
    timeline: [
      { at: NOW - 2_000, kind: "dns", region: up.name, text: `the answer is ${up.name} for 60 s` },
      { at: NOW - 3_000, kind: "health", region: down.name, text: "endpoint check is unhealthy: 3 of 4 checkers fail" },
      { at: NOW - 33_000, kind: "operator", region: down.name, text: "refuses every connection" },
      ...state.timeline,
    ],
  };
}

/** A drill with `npm run drill`, in which the writes of the first region fail and the second region is evacuated to show both. */
export function drillState(names?: readonly string[]): RuntimeState {
  const state = downState(names);
  const [first, second] = state.regions;
  return {
    ...state,
    speed: 10,
    drill: `Drill "region": ${first?.name} fails. Requests in flight: 20 per second.`,
    timeline: [
      { at: NOW - 400, kind: "drill", region: second?.name ?? "", text: "detection after 30.2 s" },
      ...state.timeline,
    ],
  };
}

/** Long names, high numbers, all faults, and texts that look like HTML. */
export function extremeState(): RuntimeState {
  const names = ["ap-southeast-2", "ap-northeast-1", "us-east-1", "sa-east-1", "af-south-1"];
  const state = downState(names);
  const long = "x".repeat(200);
  return {
    ...state,
    environment: "a-very-long-environment-name-of-a-large-company",
    sharedName: { ...state.sharedName, name: `${"a-long-label.".repeat(8)}example.com`, requestsPerSecond: 1234.5 },
    fault: `config/dev.ts: 1 problem: regions must have at least two entries, got <b>${long}</b>; add a region`,
    drill: `<img src=x onerror=alert(1)> ${long}`,
    regions: state.regions.map((region, index) =>
      index === 1
        ? { ...region, evacuated: true, faults: { down: false, writesFail: true, slowMs: 60_000, healthStatus: 503 } }
        : region,
    ),
    replication: links(names, () => ({ severed: true, queue: 1_234_567, ageMs: 86_400_000 })),
    items: state.items.map((item) => ({ ...item, id: `<script>${long}` })),
    timeline: Array.from({ length: 200 }, (_, index) => ({
      at: NOW - index * 1000,
      kind: "operator" as const,
      region: names[index % 5] ?? "",
      text: `event ${index} ${index % 10 === 0 ? long : ""}`,
    })),
    notEmulated: Array.from({ length: 40 }, (_, index) => `aws_resource_${index}: ${long}`),
  };
}
