import type { Operation } from "../../../tools/local-runtime/control/operation";
import type { RegionFaults, RegionState, RuntimeState } from "../../../tools/local-runtime/control/runtime-state";
import { NO_FAULTS } from "./states";

/** The state after an operation, as a runtime without delays would have it. */
export function operated(operation: Operation, state: RuntimeState): RuntimeState {
  switch (operation.type) {
    case "fail":
      return withFaults(state, operation.region, { down: true });
    case "fail-writes":
      return withFaults(state, operation.region, { writesFail: true });
    case "slow":
      return withFaults(state, operation.region, { slowMs: operation.ms });
    case "health-status":
      return withFaults(state, operation.region, { healthStatus: operation.status });
    case "heal":
      return withFaults(state, operation.region, NO_FAULTS);
    case "drain":
    case "undrain": {
      const evacuated = operation.type === "drain";
      return withRegion(state, operation.region, { evacuated, recordHealthy: !evacuated });
    }
    case "sever":
    case "mend":
      return {
        ...state,
        replication: state.replication.map((link) =>
          link.from === operation.from && link.to === operation.to
            ? { ...link, severed: operation.type === "sever" }
            : link,
        ),
      };
    case "clients":
      return { ...state, sharedName: { ...state.sharedName, clients: operation.region } };
    case "drill": {
      const { drill: _ended, ...rest } = state;
      return operation.message === undefined ? rest : { ...rest, drill: operation.message };
    }
    default:
      return operation satisfies never;
  }
}

function withFaults(state: RuntimeState, name: string, changes: Partial<RegionFaults>): RuntimeState {
  const faults = state.regions.find((region) => region.name === name)?.faults ?? NO_FAULTS;
  return withRegion(state, name, { faults: { ...faults, ...changes } });
}

function withRegion(state: RuntimeState, name: string, changes: Partial<RegionState>): RuntimeState {
  return {
    ...state,
    regions: state.regions.map((region) => (region.name === name ? { ...region, ...changes } : region)),
  };
}
