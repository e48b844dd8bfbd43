import { readConfiguration, readStacks } from "../../shared/synthesize";
import { UsageError } from "../../shared/usage-error";
import type { Backend, BackendTable } from "../model/backend";
import { readBackend } from "../model/read-backend";
import { type CustomAlarm, readCustomAlarms } from "../model/read-custom-alarms";
import { readZone } from "../model/read-zone";

/** A backend, and the alarms on the metrics that its functions publish. */
export interface LoadedBackend {
  readonly backend: Backend;
  readonly alarms: readonly CustomAlarm[];
}

/**
 * Items are kept in the table while the backend runs.
 *
 * @throws UsageError when the table has another name or key
 */
export function requireSameTable(before: BackendTable, { name, partitionKey }: BackendTable): void {
  if (name !== before.name || partitionKey !== before.partitionKey) {
    throw new UsageError(
      `the table must be ${before.name} with the key ${before.partitionKey} while the backend runs, got ${name} with ` +
        `${partitionKey}; start the backend again`,
    );
  }
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
