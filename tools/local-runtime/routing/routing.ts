import { UsageError } from "../../shared/usage-error";
import type { Clock } from "../clock";
import type { RegionState, TimelineEvent } from "../control/runtime-state";
import { CheckTree } from "../route53/check-tree";
import type { LatencyMatrix } from "../route53/latency-matrix";
import { type RegionChecks, regionChecks } from "../route53/region-checks";
import type { Zone } from "../route53/zone";
import { Evacuations } from "./evacuations";
import { HealthCheckers, type HealthCheckersOptions } from "./health-checkers";
import { Resolver } from "./resolver";
import { ZoneHealth } from "./zone-health";

export interface RoutingOptions extends Omit<HealthCheckersOptions, "onResult"> {
  readonly clock: Clock;
  readonly latency: LatencyMatrix;
  /** A number from 0 to 1, without 1. It selects among weights. */
  readonly random: () => number;
  /** Called for each line of the timeline. */
  readonly onEvent: (event: TimelineEvent) => void;
}

/** What Route 53 knows about a region. */
export type RegionRouting = Pick<RegionState, "endpointHealthy" | "evacuated" | "recordHealthy" | "checkers">;

/** Route 53 of a backend on this machine: health checkers, evacuations, and the resolver of the shared name. */
export class Routing {
  readonly resolver: Resolver;
  private readonly options: RoutingOptions;
  private readonly checkers: HealthCheckers;
  private readonly evacuations: Evacuations;
  private readonly health: ZoneHealth;
  private regions: readonly RegionChecks[] = [];

  constructor(options: RoutingOptions) {
    this.options = options;
    const onEvent = (event: Omit<TimelineEvent, "at">) => this.report(event);
    const refresh = () => this.health.refresh();
    this.checkers = new HealthCheckers({ ...options, onResult: refresh });
    this.evacuations = new Evacuations({ ...options, onChange: refresh });
    this.health = new ZoneHealth({
      inputs: {
        reports: (check) => this.checkers.reports(check),
        alarm: (check) => this.evacuations.alarm(check),
        controlIsOn: (check) => this.evacuations.controlIsOn(check),
      },
      observation: (check) => this.checkers.states(check).at(-1)?.observation ?? "",
      onEvent,
    });
    this.resolver = new Resolver({ ...options, isHealthy: (check) => this.health.isHealthy(check), onEvent });
  }

  /**
   * Uses this zone from now on. States, evacuations and the resolver's cache are kept.
   *
   * @param name shared name, undefined without a domain
   * @throws UsageError for a zone that Route 53 refuses; the zone before stays in use
   */
  watch(name: string | undefined, zone: Zone): void {
    // These two can throw, so nothing has changed before.
    const tree = new CheckTree(zone.checks);
    this.resolver.watch(name, zone);
    this.regions = regionChecks(zone);
    this.checkers.watch(zone.checks.filter((check) => check.type === "endpoint"));
    this.evacuations.watch(zone.checks);
    this.health.watch(zone, tree);
  }

  /** A region without health checks counts as healthy. */
  region(name: string): RegionRouting {
    const found = this.regions.find(({ region }) => region === name);
    const isHealthy = (check: { readonly id: string } | undefined) =>
      check === undefined || this.health.isHealthy(check.id);
    return {
      endpointHealthy: isHealthy(found?.endpoint),
      evacuated: !isHealthy(found?.evacuation),
      recordHealthy: isHealthy(found?.record ?? found?.endpoint),
      checkers: found ? this.checkers.states(found.endpoint.id) : [],
    };
  }

  /** Evacuates a region. @throws UsageError when it gets no requests, or when no other region would be healthy */
  drain(region: string): void {
    const { isRouted } = this.known(region);
    if (this.evacuations.isWanted(region)) {
      return;
    }
    if (!isRouted) {
      throw new UsageError(
        `region must be one that gets requests, got "${region}", which is drained; nothing needs to be evacuated`,
      );
    }
    const others = this.regions.filter((other) => other.region !== region && other.isRouted).map((one) => one.region);
    const states = others.map((other) => [other, this.stateOf(other)] as const);
    if (!states.some(([, state]) => state === "healthy")) {
      const found = states.map((pair) => pair.join(" ")).join(", ") || "no other region";
      throw new UsageError(
        `region must leave a healthy region, got "${region}" with ${found}; return or repair another region first`,
      );
    }
    this.evacuate(region, true);
  }

  /** Returns an evacuated region. @throws UsageError for a region without health checks */
  undrain(region: string): void {
    this.known(region);
    if (this.evacuations.isWanted(region)) {
      this.evacuate(region, false);
    }
  }

  stop(): void {
    this.checkers.stop();
    this.evacuations.stop();
  }

  private stateOf(region: string): "healthy" | "unhealthy" | "evacuated" {
    if (this.evacuations.isWanted(region)) {
      return "evacuated";
    }
    return this.region(region).recordHealthy ? "healthy" : "unhealthy";
  }

  private evacuate(region: string, evacuated: boolean): void {
    const seconds = this.evacuations.set(region, evacuated) / 1000;
    const what = evacuated ? "evacuation requested" : "return requested";
    const text = seconds > 0 ? `${what}; the alarm follows in ${seconds.toFixed(1)} s` : what;
    this.report({ kind: "operator", region, text });
  }

  private known(region: string): RegionChecks {
    const found = this.regions.find((one) => one.region === region && one.evacuation !== undefined);
    if (!found) {
      const names = this.regions.map((one) => one.region).join(", ");
      throw new UsageError(
        `region must be ${names ? `one of ${names}` : "in a backend with a domain"}, got "${region}"`,
      );
    }
    return found;
  }

  private report(event: Omit<TimelineEvent, "at">): void {
    this.options.onEvent({ at: this.options.clock.now(), ...event });
  }
}
