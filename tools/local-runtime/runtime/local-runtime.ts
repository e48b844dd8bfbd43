import { SYSTEM_CLOCK } from "../clock";
import type { Controllable, SentRequest } from "../control/controllable";
import type { Operation } from "../control/operation";
import type { RuntimeState, TimelineEvent } from "../control/runtime-state";
import type { Backend } from "../model/backend";
import type { LatencyMatrix } from "../route53/latency-matrix";
import { httpProbe } from "../routing/http-probe";
import { Routing } from "../routing/routing";
import { LocalGlobalTable } from "../table/local-global-table";
import { AlarmWatch } from "./alarm-watch";
import { CustomAlarms } from "./custom-alarms";
import { type LoadedBackend, requireSameTable } from "./loaded-backend";
import type { LocalRegion } from "./local-region";
import { Operations } from "./operations";
import { Ports } from "./ports";
import { RegionDeployment } from "./region-deployment";
import { authOf, runtimeState } from "./runtime-view";
import { SharedName } from "./shared-name";
import { sendSigned } from "./signed-requests";
import { Timeline } from "./timeline";
import { Traffic } from "./traffic";

export interface LocalRuntimeOptions {
  readonly loaded: LoadedBackend;
  /** Factor by which health checks, TTLs and periods of alarms are shorter than on AWS. */
  readonly speed: number;
  /** Port of the shared name, 0 for free ports. The regions have the ports after it. */
  readonly port: number;
  /** Region near which the clients are. @default the first region */
  readonly clients?: string;
  readonly latency: LatencyMatrix;
  /** Milliseconds until a write reaches another region. */
  readonly replicationDelayMs: number;
  /** Called with each new event of the timeline. */
  readonly onEvent: (event: TimelineEvent) => void;
}

/** The active-active backend of one environment on this machine. */
export class LocalRuntime implements Controllable {
  private readonly speed: number;
  private readonly clock = SYSTEM_CLOCK;
  private readonly startedAt = this.clock.now();
  private readonly traffic = new Traffic(() => this.clock.now());
  private readonly regions = new Map<string, LocalRegion>();
  private readonly listeners = new Set<() => void>();
  private readonly timeline: Timeline;
  private readonly alarms: CustomAlarms;
  private readonly ports: Ports;
  private readonly table: LocalGlobalTable;
  private readonly routing: Routing;
  private readonly operations: Operations;
  private readonly deployment: RegionDeployment;
  private readonly sharedName: SharedName;
  private readonly watch: AlarmWatch;
  private loaded: LoadedBackend;
  private problem: string | undefined;

  private constructor(options: LocalRuntimeOptions, table: LocalGlobalTable) {
    const { loaded, speed, latency, onEvent, port, clients = loaded.backend.regions[0]?.name ?? "" } = options;
    const { clock, regions, traffic } = this;
    this.loaded = loaded;
    this.speed = speed;
    this.table = table;
    this.ports = new Ports(port);
    this.timeline = new Timeline(
      () => clock.now(),
      (event) => {
        onEvent(event);
        this.changed();
      },
    );
    const { timeline } = this;
    this.alarms = new CustomAlarms(() => clock.now(), speed);
    this.routing = new Routing({
      clock,
      speed,
      latency,
      probe: httpProbe,
      random: Math.random,
      urlOf: (region) => regions.get(region)?.url,
      onEvent: ({ kind, text, region }) => timeline.add(kind, text, region),
    });
    const { routing, alarms } = this;
    this.operations = new Operations({ regions, table, routing, timeline }, clients);
    this.deployment = new RegionDeployment({
      regions,
      table,
      ports: this.ports,
      timeline,
      onLog: (line) => alarms.log(line),
    });
    this.sharedName = new SharedName({
      resolve: (socket) => routing.resolver.region(socket),
      region: (name) => regions.get(name),
      traffic,
    });
    table.onChange(() => this.changed());
    this.watch = new AlarmWatch({ regions: () => regions.keys(), routing, alarms, timeline });
  }

  /** @throws UsageError when the backend cannot run on this machine, or when a port is in use. Then nothing is left */
  static async start(options: LocalRuntimeOptions): Promise<LocalRuntime> {
    const { loaded, replicationDelayMs } = options;
    const { table: definition } = loaded.backend;
    const table = await LocalGlobalTable.start({
      table: { name: definition.name, partitionKey: definition.partitionKey },
      regions: definition.regions,
      delayMs: replicationDelayMs,
    });
    const runtime = new LocalRuntime(options, table);
    try {
      await runtime.sharedName.listen(runtime.ports.sharedName);
      await runtime.apply(loaded);
    } catch (error) {
      await runtime.close();
      throw error;
    }
    return runtime;
  }

  /** The backend that runs now. */
  get backend(): Backend {
    return this.loaded.backend;
  }

  /** Port for the control API. */
  get controlPort(): number {
    return this.ports.control;
  }

  state(): RuntimeState {
    const { loaded, speed, startedAt, clock, traffic, regions, table, routing, timeline, operations, problem } = this;
    return runtimeState({
      backend: loaded.backend,
      notEmulated: [this.deployment.limit.description, ...loaded.backend.notEmulated],
      clients: operations.clients,
      sharedUrl: this.sharedName.url,
      alarms: this.watch.holding,
      now: clock.now(),
      drill: operations.drill,
      problem,
      ...{ speed, startedAt, traffic, regions, table, routing, timeline },
    });
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async perform(operation: Operation): Promise<void> {
    this.operations.perform(operation);
    this.changed();
  }

  send(method: "GET" | "POST", path: string, body?: string): Promise<SentRequest> {
    const { sharedName, loaded } = this;
    return sendSigned({ sharedName, isSigned: authOf(loaded.backend) === "iam" }, method, path, body);
  }

  /**
   * Applies a changed backend: functions, routes, limits, records, added and removed regions. Items are kept.
   *
   * @throws UsageError when the backend cannot run. The one before continues
   */
  async update(loaded: LoadedBackend): Promise<void> {
    requireSameTable(this.loaded.backend.table, loaded.backend.table);
    await this.apply(loaded);
    this.timeline.add("reload", "the saved change is in use");
  }

  /** Shows why the latest saved change is not in use. Undefined if it is. */
  set fault(problem: string | undefined) {
    if (problem !== undefined) {
      this.timeline.add("reload", `the saved change is not in use: ${problem}`);
    }
    this.problem = problem;
    this.changed();
  }

  async close(): Promise<void> {
    this.watch.stop();
    await this.sharedName.close();
    this.routing.stop();
    await Promise.all([...this.regions.values()].map((region) => region.close()));
    await this.table.close();
  }

  private async apply(loaded: LoadedBackend): Promise<void> {
    const { backend, alarms } = loaded;
    await this.deployment.apply(backend, () => this.routing.watch(backend.sharedName, backend.zone));
    this.alarms.replace(alarms);
    this.loaded = loaded;
  }

  private changed(): void {
    for (const listener of this.listeners) {
      listener();
    }
  }
}
