import { isAbsolute, join } from "node:path";
import type { BackendFunction } from "./backend";
import { type Arguments, literal, type StackResources } from "./stack-resources";

/** Lambda's default memory in MiB, and its default timeout in seconds. */
const DEFAULTS = { memoryMiB: 128, timeoutSeconds: 3 };

/** The functions of a region's stack, sorted by name. */
export function readFunctions(stack: StackResources): BackendFunction[] {
  return stack
    .all("aws_lambda_function")
    .map((resource) => readFunction(resource, stack))
    .sort((one, other) => one.name.localeCompare(other.name, "en"));
}

function readFunction(resource: Arguments, { folder }: StackResources): BackendFunction {
  const { filename, reserved_concurrent_executions: reserved } = resource;
  const { variables = {} } = (resource.environment ?? {}) as { variables?: Readonly<Record<string, string>> };
  const archive = String(filename);
  return {
    name: String(resource.function_name),
    archive: isAbsolute(archive) ? archive : join(folder, archive),
    handler: String(resource.handler),
    environment: Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, literal(String(value))])),
    memoryMiB: Number(resource.memory_size ?? DEFAULTS.memoryMiB),
    timeoutSeconds: Number(resource.timeout ?? DEFAULTS.timeoutSeconds),
    // -1 removes a reservation.
    reservedConcurrency: reserved === undefined || Number(reserved) < 0 ? undefined : Number(reserved),
  };
}
