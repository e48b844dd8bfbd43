import type { Send } from "../../../tools/drill/load/load";
import type { DrillRecord, RecordStore } from "../../../tools/drill/model/record";
import { SHARED } from "../../../tools/drill/model/request";
import type { Fault } from "../../../tools/drill/model/scenario";
import type { Observation, Target } from "../../../tools/drill/model/target";

/** Milliseconds of the simulation. */
const LATENCY = 20;
const REPLICATION = 200;

interface SimulatedRegion {
  readonly name: string;
  routed: boolean;
  /** Since when the region would fail its health check, or pass it. */
  sickSince: number | undefined;
  wellSince: number;
  /** Items and the time from which the region has them. */
  readonly items: Map<string, number>;
}

/**
 * A backend with health checks, DNS and replication, on the clock of the test. Health checks follow after 30 s and resolvers keep an
 * answer for 60 s, both divided by the speed. Clients are near the first region.
 */
export class SimulatedBackend implements Target {
  readonly kind = "local";
  readonly sharedUrl = "http://127.0.0.1:1";
  readonly speed: number;
  readonly pollMs: number;
  /** Every call that changes the backend, e.g. `fail region eu-west-1`. */
  readonly calls: string[] = [];
  readonly alarms: string[] = [];
  readonly regions: SimulatedRegion[];
  /** Faults in effect. */
  readonly active = new Map<string, Fault>();
  /** Ends the next calls of `restore` with this error. */
  restoreFailures: Error[] = [];
  /** Acknowledged items that disappear: each n-th. */
  loseEvery = 0;
  private written = 0;
  private queue: { readonly item: string; readonly from: string; readonly to: string; readonly at: number }[] = [];
  private resolved: { readonly region: SimulatedRegion; readonly until: number } | undefined;

  constructor(names: readonly string[], speed = 10) {
    this.speed = speed;
    this.pollMs = 1_000 / speed;
    this.regions = names.map((name) => ({
      name,
      routed: true,
      sickSince: undefined,
      wellSince: Number.NEGATIVE_INFINITY,
      items: new Map(),
    }));
  }

  describe({ scenario, region }: Fault): readonly string[] {
    return [`${scenario} of ${region}`];
  }

  async prepare(): Promise<void> {}

  async observe(): Promise<Observation> {
    this.deliver();
    const now = Date.now();
    return {
      at: performance.timeOrigin + performance.now(),
      regions: this.regions.map((region) => ({
        name: region.name,
        url: `http://${region.name}`,
        routed: region.routed,
        healthy: this.isHealthy(region),
      })),
      alarms: [...this.alarms],
      ageMs: Math.max(0, ...this.queue.map(({ at }) => now - at)),
    };
  }

  async fail(fault: Fault): Promise<void> {
    this.calls.push(`fail ${fault.scenario} ${fault.region}`);
    this.active.set(fault.region, fault);
    if (fault.scenario !== "replication") {
      this.region(fault.region).sickSince = Date.now();
    }
  }

  async restore(fault: Fault): Promise<void> {
    const failure = this.restoreFailures.shift();
    if (failure) {
      throw failure;
    }
    this.calls.push(`restore ${fault.scenario} ${fault.region}`);
    const { sickSince } = this.region(fault.region);
    this.active.delete(fault.region);
    if (sickSince !== undefined) {
      const region = this.region(fault.region);
      region.sickSince = undefined;
      region.wellSince = Date.now();
    }
  }

  async repeat({ scenario }: Fault, failing: boolean): Promise<void> {
    this.calls.push(`repeat ${scenario} ${failing}`);
  }

  async faults(): Promise<readonly Fault[]> {
    return [...this.active.values()];
  }

  removal(): readonly string[] {
    return ["delete them"];
  }

  readonly send: Send = async ({ kind, via, item }) => {
    await new Promise((resolve) => void setTimeout(resolve, LATENCY));
    this.deliver();
    const region = via === SHARED ? this.resolve() : this.region(via);
    const scenario = this.active.get(region.name)?.scenario;
    if (scenario === "region") {
      return { reason: "ECONNREFUSED" };
    }
    if (kind === "write") {
      return scenario === "writes" ? { status: 503, reason: "503" } : this.write(region, item);
    }
    return region.items.has(item) ? { status: 200, region: region.name } : { status: 404 };
  };

  private write(region: SimulatedRegion, item: string) {
    this.written += 1;
    if (this.loseEvery === 0 || this.written % this.loseEvery !== 0) {
      region.items.set(item, Date.now());
      this.queue.push(
        ...this.regions
          .filter((other) => other !== region)
          .map(({ name }) => ({ item, from: region.name, to: name, at: Date.now() })),
      );
    }
    return { status: 201, region: region.name };
  }

  private deliver(): void {
    const isPaused = (name: string) => this.active.get(name)?.scenario === "replication";
    const due = ({ from, to, at }: (typeof this.queue)[number]) =>
      Date.now() - at >= REPLICATION && !isPaused(from) && !isPaused(to);
    for (const { item, to } of this.queue.filter(due)) {
      this.region(to).items.set(item, Date.now());
    }
    this.queue = this.queue.filter((write) => !due(write));
  }

  private resolve(): SimulatedRegion {
    if (!this.resolved || Date.now() >= this.resolved.until) {
      const region = this.regions.find((one) => one.routed && this.isHealthy(one)) ?? this.regions[0];
      this.resolved = { region: region as SimulatedRegion, until: Date.now() + 60_000 / this.speed };
    }
    return this.resolved.region;
  }

  private isHealthy({ name, sickSince, wellSince }: SimulatedRegion): boolean {
    const delay = this.active.get(name)?.scenario === "evacuate" ? 0 : 30_000 / this.speed;
    return sickSince === undefined ? Date.now() >= wellSince + delay : Date.now() < sickSince + delay;
  }

  private region(name: string): SimulatedRegion {
    const found = this.regions.find((one) => one.name === name);
    if (!found) {
      throw new Error(`no region ${name}`);
    }
    return found;
  }
}

/** A record in memory, which survives the drill that wrote it. */
export class MemoryStore implements RecordStore {
  record: DrillRecord | undefined;

  read(): DrillRecord | undefined {
    return this.record;
  }

  write(record: DrillRecord): void {
    this.record = record;
  }

  remove(): void {
    this.record = undefined;
  }
}
