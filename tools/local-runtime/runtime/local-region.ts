import type { IncomingMessage, ServerResponse } from "node:http";
import { ApiListener } from "../api/api-listener";
import type { RegionFaults } from "../control/runtime-state";
import type { RegionService } from "./region-service";

const NO_FAULTS: RegionFaults = { down: false, writesFail: false, slowMs: 0, healthStatus: 200 };

/** A region on this machine: its listener, its faults, and the newest version of its API and functions. */
export class LocalRegion {
  readonly name: string;
  private readonly listener: ApiListener;
  private readonly open = new Set<ServerResponse>();
  private current: RegionService;
  private set: RegionFaults = NO_FAULTS;

  private constructor(name: string, listener: ApiListener, service: RegionService) {
    this.name = name;
    this.listener = listener;
    this.current = service;
  }

  /** @throws Error of the system when the port is in use */
  static async start(name: string, port: number, service: RegionService): Promise<LocalRegion> {
    const listener = await ApiListener.start({
      port,
      handler: { handle: (request, response) => region.handle(request, response) },
    });
    const region = new LocalRegion(name, listener, service);
    return region;
  }

  get url(): string {
    return this.listener.url;
  }

  get service(): RegionService {
    return this.current;
  }

  get faults(): RegionFaults {
    return this.set;
  }

  set faults(faults: RegionFaults) {
    const before = this.set;
    this.set = faults;
    if (faults.down && !before.down) {
      this.listener.refuse();
      for (const response of this.open) {
        response.socket?.resetAndDestroy();
      }
    } else if (!faults.down) {
      this.listener.accept();
    }
    if (faults.healthStatus !== before.healthStatus) {
      this.current.setHealthStatus(faults.healthStatus);
    }
  }

  /** Ends all faults of the region. */
  heal(): void {
    this.faults = NO_FAULTS;
  }

  /** Answers a request to the region or to the shared name. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.open.add(response);
    response.once("close", () => this.open.delete(response));
    // The version at the arrival of the request.
    await this.current.handle(request, response, this.set.slowMs);
  }

  /** Replaces the API and the functions. Requests in progress end with the previous ones, to which the promise refers. */
  replace(service: RegionService): Promise<void> {
    const before = this.current;
    service.setHealthStatus(this.set.healthStatus);
    this.current = service;
    return before.drain(service);
  }

  async close(): Promise<void> {
    await this.listener.close();
    await this.current.close();
  }
}
