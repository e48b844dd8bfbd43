import type { Clock } from "../clock";
import type { CheckerState } from "../control/runtime-state";
import type { EndpointCheck } from "../route53/zone";
import { Checker, NEW_CHECKER } from "./checker";
import type { Probe } from "./http-probe";

export interface HealthCheckersOptions {
  readonly clock: Clock;
  readonly probe: Probe;
  /** Factor by which the intervals are shorter than on AWS. */
  readonly speed: number;
  /** URL of a region's listener. Undefined if it has none, then every request fails. */
  readonly urlOf: (region: string) => string | undefined;
  /** Called after each result. */
  readonly onResult: () => void;
  /** Checkers in each checker region. AWS publishes no number, see docs/active-active.md, "Cost". @default 2 */
  readonly checkersPerRegion?: number;
}

interface Watched {
  readonly check: EndpointCheck;
  readonly checkers: readonly { readonly region: string; readonly checker: Checker }[];
}

/** The health checkers of all endpoint checks. They send real requests to the regions' listeners. */
export class HealthCheckers {
  private readonly options: HealthCheckersOptions;
  private watched: ReadonlyMap<string, Watched> = new Map();

  constructor(options: HealthCheckersOptions) {
    this.options = options;
  }

  /** Checks these endpoints from now on. What is known about an endpoint is kept if its settings change. */
  watch(checks: readonly EndpointCheck[]): void {
    const before = this.watched;
    this.watched = new Map(checks.map((check) => [check.id, this.watchOne(check, before.get(check.id))]));
    const kept = new Set([...this.watched.values()].flatMap(({ checkers }) => checkers));
    for (const one of [...before.values()].flatMap(({ checkers }) => checkers)) {
      if (!kept.has(one)) {
        one.checker.stop();
      }
    }
  }

  /** Whether each checker of a check reports that the endpoint is healthy. */
  reports(check: string): boolean[] {
    return this.checkersOf(check).map(({ checker }) => checker.memory.report.healthy);
  }

  /** The state of each checker region: healthy if one of its checkers reports so, and the longest series of failures. */
  states(check: string): CheckerState[] {
    const all = this.checkersOf(check);
    return [...new Set(all.map(({ region }) => region))].map((region) => {
      const memories = all.filter((one) => one.region === region).map(({ checker }) => checker.memory);
      const worst = memories.reduce((one, other) => (other.failuresInRow > one.failuresInRow ? other : one));
      return {
        region,
        healthy: memories.some(({ report }) => report.healthy),
        observation: worst.observation,
        failuresInRow: worst.failuresInRow,
      };
    });
  }

  stop(): void {
    this.watch([]);
  }

  private checkersOf(check: string): Watched["checkers"] {
    return this.watched.get(check)?.checkers ?? [];
  }

  private watchOne(check: EndpointCheck, before: Watched | undefined): Watched {
    if (before && JSON.stringify(before.check) === JSON.stringify(check)) {
      return before;
    }
    const { checkersPerRegion = 2, speed } = this.options;
    // Route 53 stops the requests of a disabled check.
    const regions = check.disabled ? [] : check.checkerRegions;
    const places = regions.flatMap((region) => new Array<string>(checkersPerRegion).fill(region));
    const intervalMs = (check.intervalSeconds * 1000) / speed;
    const known = before?.checkers.map(({ checker }) => checker.memory) ?? [];
    const checkers = places.map((region, index) => ({
      region,
      checker: this.start(check, intervalMs, (index * intervalMs) / places.length, known[index]),
    }));
    return { check, checkers };
  }

  private start(check: EndpointCheck, intervalMs: number, offsetMs: number, known = NEW_CHECKER): Checker {
    const { clock, probe, urlOf, onResult } = this.options;
    const { fqdn: host, path, region, failureThreshold } = check;
    return new Checker(
      {
        clock,
        intervalMs,
        offsetMs,
        failureThreshold,
        onResult,
        probe: () => {
          const url = urlOf(region);
          return url === undefined
            ? Promise.resolve({ type: "failure", reason: "the name has no address" })
            : probe({ url, host, path });
        },
      },
      known,
    );
  }
}
