import type { TerraformConfiguration } from "../shared/synthesize";

/** Blocks that cause requests to AWS. */
const BLOCKS = ["resource", "data", "ephemeral"] as const;
/** Arguments whose keys are names that a user chooses, not arguments of a resource. */
const MAPS = new Set([
  "tags",
  "tags_all",
  "variables",
  "triggers",
  "labels",
  "request_parameters",
  "response_parameters",
]);

/**
 * Resource types and arguments of a stack, without values: each resource type with each path of its arguments. Boolean arguments
 * have their value, too. Examples: `resource.aws_lb_listener default_action.forward.target_group.arn`, `resource.aws_db_instance
 * multi_az=true`.
 */
export function stackShape(configuration: TerraformConfiguration): ReadonlySet<string> {
  const shape = new Set<string>();
  for (const block of BLOCKS) {
    const types = (configuration[block] ?? {}) as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    for (const [type, instances] of Object.entries(types)) {
      shape.add(`${block}.${type}`);
      for (const body of Object.values(instances)) {
        collect(`${block}.${type} `, body, shape);
      }
    }
  }
  return shape;
}

function collect(prefix: string, value: unknown, shape: Set<string>): void {
  for (const [key, argument] of Object.entries(value ?? {})) {
    // CDKTF's note of where a resource comes from.
    if (key === "//") {
      continue;
    }
    const path = `${prefix}${key}`;
    shape.add(typeof argument === "boolean" ? `${path}=${argument}` : path);
    const items = Array.isArray(argument) ? argument : [argument];
    for (const item of items.filter((it) => typeof it === "object" && !MAPS.has(key))) {
      collect(`${path}.`, item, shape);
    }
  }
}
