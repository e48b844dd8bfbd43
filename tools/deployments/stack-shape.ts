import type { TerraformConfiguration } from "../shared/synthesize";

/** Terraform blocks that send requests to AWS. */
const BLOCKS = ["resource", "data", "ephemeral"] as const;
/** Arguments that are maps. Their keys are names, not arguments. */
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
 * The resource types of a stack and the paths of their arguments, without values except Boolean ones. Examples:
 * `resource.aws_lb_listener default_action.forward.target_group.arn`,
 * `resource.aws_db_instance multi_az=true`.
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
    // CDKTF's metadata about the origin of a resource.
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
