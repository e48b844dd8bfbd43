import { UsageError } from "../../shared/usage-error";
import type { Operation } from "../control/operation";
import type { Routing } from "../routing/routing";
import type { LocalGlobalTable } from "../table/local-global-table";
import type { LocalRegion } from "./local-region";
import type { Timeline } from "./timeline";

export interface OperationsOptions {
  readonly regions: ReadonlyMap<string, LocalRegion>;
  readonly table: LocalGlobalTable;
  readonly routing: Routing;
  readonly timeline: Timeline;
}

/** Performs the operations of the control API. */
export class Operations {
  /** Message of the drill that is under way. */
  drill: string | undefined;
  /** Region near which the clients are. */
  clients: string;
  private readonly options: OperationsOptions;

  constructor(options: OperationsOptions, clients: string) {
    this.options = options;
    this.clients = clients;
    options.routing.resolver.moveClients(clients);
  }

  /** @throws UsageError when the operation is not possible */
  perform(operation: Operation): void {
    const { routing, table, timeline } = this.options;
    switch (operation.type) {
      case "drain":
        routing.drain(operation.region);
        break;
      case "undrain":
        routing.undrain(operation.region);
        break;
      case "sever":
      case "mend": {
        const { type, from, to } = operation;
        this.refuseUnreplicated(from);
        this.refuseUnreplicated(to);
        table[type](from, to);
        timeline.add("operator", `replication to ${to} is ${type === "sever" ? "severed" : "mended"}`, from);
        break;
      }
      case "clients":
        this.clients = operation.region;
        routing.resolver.moveClients(operation.region);
        timeline.add("operator", `the clients are near ${operation.region}`);
        break;
      case "drill":
        this.drill = operation.message;
        timeline.add("drill", operation.message ?? "the drill has ended");
        break;
      default:
        this.setFault(operation);
    }
  }

  private setFault(
    operation: Extract<Operation, { type: "fail" | "fail-writes" | "slow" | "health-status" | "heal" }>,
  ): void {
    const { table, timeline } = this.options;
    const region = this.region(operation.region);
    const say = (text: string) => timeline.add("operator", text, region.name);
    switch (operation.type) {
      case "fail":
        region.faults = { ...region.faults, down: true };
        say("refuses every connection");
        break;
      case "fail-writes":
        region.faults = { ...region.faults, writesFail: true };
        table.faults(region.name).failWrites(true);
        say("the table refuses every write");
        break;
      case "slow":
        region.faults = { ...region.faults, slowMs: operation.ms };
        say(`delays each request by ${operation.ms} ms`);
        break;
      case "health-status":
        region.faults = { ...region.faults, healthStatus: operation.status };
        say(`GET /health answers ${operation.status === 200 ? "as usual" : operation.status}`);
        break;
      default:
        region.heal();
        table.faults(region.name).failWrites(false);
        say("healed");
    }
  }

  /** A region that was removed between the check of the request and now. */
  private region(name: string): LocalRegion {
    const region = this.options.regions.get(name);
    if (!region) {
      throw new UsageError(`region must be one of ${[...this.options.regions.keys()].join(", ")}, got "${name}"`);
    }
    return region;
  }

  private refuseUnreplicated(name: string): void {
    const { regions } = this.options.table;
    if (!regions.includes(name)) {
      throw new UsageError(`region must be one of ${regions.join(", ")}, got "${name}"`);
    }
  }
}
