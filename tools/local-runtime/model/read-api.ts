import { UsageError } from "../../shared/usage-error";
import type { BackendApi, Throttle } from "./backend";
import { literal, type StackResources } from "./stack-resources";

/**
 * The REST API of a region's stack.
 *
 * @throws UsageError when the stack does not have one API with a description and one stage
 */
export function readApi(stack: StackResources): BackendApi {
  const api = only(stack, "aws_api_gateway_rest_api");
  const { stage_name: stage } = only(stack, "aws_api_gateway_stage");
  if (typeof api.body !== "string") {
    throw new UsageError(`body of ${stack.id}'s REST API must be an OpenAPI document, got nothing`);
  }
  return {
    stage: String(stage),
    description: parsed(literal(api.body), stack.id),
    throttles: readThrottles(stack),
  };
}

function only(stack: StackResources, type: string) {
  const [resource, ...others] = stack.all(type);
  if (!resource || others.length > 0) {
    throw new UsageError(`${stack.id} must have one ${type}, got ${resource ? others.length + 1 : "none"}`);
  }
  return resource;
}

function parsed(body: string, id: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(body) as Readonly<Record<string, unknown>>;
  } catch {
    throw new UsageError(`body of ${id}'s REST API must be JSON, got ${JSON.stringify(body.slice(0, 40))}`);
  }
}

/** Methods without limits of their own have no entry. */
function readThrottles(stack: StackResources): Readonly<Record<string, Throttle>> {
  const entries = stack.all("aws_api_gateway_method_settings").flatMap(({ method_path: path, settings }) => {
    const one = [settings].flat()[0] as Readonly<Record<string, number | undefined>> | undefined;
    const { throttling_rate_limit: rate = -1, throttling_burst_limit: burst = -1 } = one ?? {};
    // -1 disables a limit.
    return rate < 0 || burst < 0 ? [] : [[String(path), { rate, burst }] as const];
  });
  return Object.fromEntries(entries);
}
