import { readConfiguration, readStacks } from "../../shared/synthesize";
import type { Backend } from "../model/backend";
import { readBackend } from "../model/read-backend";
import { type CustomAlarm, readCustomAlarms } from "../model/read-custom-alarms";
import { readZone } from "../model/read-zone";

/** A backend, and the alarms on the metrics that its functions publish. */
export interface LoadedBackend {
  readonly backend: Backend;
  readonly alarms: readonly CustomAlarm[];
}

/**
 * Reads the backend of an environment from an output folder of `main.ts`.
 *
 * @throws UsageError when the environment has no backend that can run
 */
export function loadBackend(environment: string, synthesized: string): LoadedBackend {
  const stacks = readStacks(synthesized)
    .filter(({ id }) => id.startsWith(`${environment}-`) || id.endsWith("-active-active-table"))
    .map((stack) => ({ id: stack.id, folder: stack.folder, configuration: readConfiguration(stack) }));
  const own = stacks.filter(({ id }) => id.startsWith(`${environment}-active-active-`));
  const zone = readZone(own.map(({ configuration }) => configuration));
  return {
    backend: { ...readBackend(environment, stacks), zone },
    alarms: readCustomAlarms(environment, stacks),
  };
}
