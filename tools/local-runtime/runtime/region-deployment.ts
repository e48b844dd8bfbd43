import { ExecutionLimit } from "../functions/execution-limit";
import type { FunctionEvent } from "../functions/function-pool";
import type { Backend } from "../model/backend";
import type { LocalGlobalTable } from "../table/local-global-table";
import { LocalRegion } from "./local-region";
import { listening, type Ports } from "./ports";
import { RegionService } from "./region-service";
import type { Timeline } from "./timeline";

export interface RegionDeploymentOptions {
  readonly regions: Map<string, LocalRegion>;
  readonly table: LocalGlobalTable;
  readonly ports: Ports;
  readonly timeline: Timeline;
  /** Called with every line that a function writes. */
  readonly onLog: (line: string) => void;
}

/** Milliseconds in which equal events of a function are shown once. */
const QUIET_MS = 5000;

/** Deploys backends to the regions of this machine, one after the other. */
export class RegionDeployment {
  /** Executions of all functions. */
  readonly limit = new ExecutionLimit();
  private readonly options: RegionDeploymentOptions;
  private readonly shownAt = new Map<string, number>();

  constructor(options: RegionDeploymentOptions) {
    this.options = options;
  }

  /**
   * Adds, replaces and removes regions. Requests in progress end with the previous version.
   *
   * @param route uses the new records. It throws when they are wrong
   * @throws UsageError when a part of the backend cannot run. Then the regions are as before
   */
  async apply(backend: Backend, route: () => void): Promise<void> {
    const { regions, table } = this.options;
    const replicas = backend.table.regions.filter((region) => !table.regions.includes(region));
    const services = new Map<string, RegionService>();
    const added: LocalRegion[] = [];
    try {
      for (const region of replicas) {
        await table.add(region);
      }
      for (const region of backend.regions) {
        services.set(region.name, this.prepare(backend, region.name));
      }
      for (const [name, service] of services) {
        if (!regions.has(name)) {
          added.push(await this.add(name, service));
        }
      }
      route();
    } catch (error) {
      await this.undo(services, added, replicas);
      throw error;
    }
    for (const [name, service] of services) {
      const region = regions.get(name);
      if (region && region.service !== service) {
        void region.replace(service);
      }
    }
    await this.removeOthers(backend);
  }

  private prepare(backend: Backend, name: string): RegionService {
    const { regions, table, onLog } = this.options;
    const region = backend.regions.find((one) => one.name === name) as Backend["regions"][number];
    const before = regions.get(name)?.service;
    return new RegionService({
      region,
      accountId: backend.accountId,
      names: [region.ownName, backend.sharedName].filter((one) => one !== undefined),
      dynamoDb: table.endpoint(name),
      limit: this.limit,
      onLog,
      onEvent: (functionName, event) => this.show(name, functionName, event),
      ...(before ? { before } : {}),
    });
  }

  private async add(name: string, service: RegionService): Promise<LocalRegion> {
    const { regions, ports } = this.options;
    const port = ports.take(name);
    const region = await listening(port, () => LocalRegion.start(name, port, service)).catch((error: unknown) => {
      ports.release(name);
      throw error;
    });
    regions.set(name, region);
    return region;
  }

  private async undo(
    services: ReadonlyMap<string, RegionService>,
    added: readonly LocalRegion[],
    replicas: readonly string[],
  ): Promise<void> {
    const { regions, table, ports } = this.options;
    for (const region of added) {
      regions.delete(region.name);
      ports.release(region.name);
      await region.close();
    }
    for (const [name, service] of services) {
      await service.close(regions.get(name)?.service);
    }
    for (const replica of replicas.filter((name) => table.regions.includes(name))) {
      await table.remove(replica);
    }
  }

  private async removeOthers(backend: Backend): Promise<void> {
    const { regions, table, ports, timeline } = this.options;
    for (const [name, region] of [...regions]) {
      if (!backend.regions.some((one) => one.name === name)) {
        regions.delete(name);
        ports.release(name);
        await region.close();
        timeline.add("reload", "the region was removed", name);
      }
    }
    for (const name of table.regions.filter((replica) => !backend.table.regions.includes(replica))) {
      const lost = await table.remove(name);
      const text =
        lost === 0 ? "the replica was removed" : `the replica was removed with ${lost} writes that no other region has`;
      timeline.add("replication", text, name);
    }
  }

  private show(region: string, functionName: string, event: FunctionEvent): void {
    const name = functionName.slice(functionName.indexOf(region)).replace(`${region}-`, "");
    const text = event.type === "cold-start" ? `${name}: cold start` : `${name}: ${event.message.split("\n")[0]}`;
    const key = `${region} ${name} ${event.type}`;
    const now = performance.now();
    if (now - (this.shownAt.get(key) ?? Number.NEGATIVE_INFINITY) >= QUIET_MS) {
      this.shownAt.set(key, now);
      this.options.timeline.add("function", text, region);
    }
  }
}
