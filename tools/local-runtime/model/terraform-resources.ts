import type { TerraformConfiguration } from "../../shared/synthesize";
import { UsageError } from "../../shared/usage-error";

/** Attributes of a resource in `cdk.tf.json`. */
export type Attributes = Readonly<Record<string, unknown>>;

/** The resources of a type, by name. */
export function resourcesOf({ resource }: TerraformConfiguration, type: string): Map<string, Attributes> {
  return new Map(Object.entries(resource?.[type] ?? {}) as [string, Attributes][]);
}

/**
 * Name of the resource that a value such as `${aws_route53_health_check.health_1A2B.id}` refers to.
 *
 * @throws UsageError when the value refers to no resource of the list
 */
export function referenceTo(resources: ReadonlyMap<string, Attributes>, value: unknown): string {
  const name = /^\$\{\w+\.([\w-]+)\.\w+\}$/.exec(`${value}`)?.[1];
  if (name === undefined || !resources.has(name)) {
    const names = [...resources.keys()].join(", ") || "no resource";
    throw new UsageError(`a reference must name one of ${names}, got ${JSON.stringify(value)}; synthesize again`);
  }
  return name;
}

/** @throws UsageError when the value is none of the list */
export function oneOf<const T extends string>(field: string, value: unknown, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) {
    throw new UsageError(`${field} must be one of ${allowed.join(", ")}, got ${JSON.stringify(value)}`);
  }
  return found;
}
