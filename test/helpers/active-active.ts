import type { Environment, EnvironmentInput } from "../../config/schema";
import { sampleEnvironment } from "./environments";
import { compose } from "./stacks";
import type { Template } from "./template";

export type ActiveActiveInput = NonNullable<EnvironmentInput["activeActive"]>;

/** Six regions on four continents. The region of the sample environment is not the first. */
export const REGIONS = ["us-east-1", "eu-west-1", "eu-central-1", "ap-southeast-2", "sa-east-1", "us-west-2"] as const;

/** A section with these regions, two zones each, and all defaults. */
export function activeActiveInput(regions: readonly string[] = REGIONS.slice(0, 2)): ActiveActiveInput {
  return {
    regions: regions.map((name) => ({
      name,
      vpcCidr: "10.16.0.0/24",
      zones: [
        { name: `${name}a`, privateCidr: "10.16.0.0/26" },
        { name: `${name}b`, privateCidr: "10.16.0.64/26" },
      ],
    })),
    domain: { name: "api.example.com", hostedZone: { create: "example.com" } },
    api: { auth: { type: "iam" } },
  };
}

/** An environment with the active-active backend only. */
export function activeActive(section: Partial<ActiveActiveInput> = {}, regions?: readonly string[]): Environment {
  return sampleEnvironment({ threeTier: undefined, activeActive: { ...activeActiveInput(regions), ...section } });
}

/** The stacks of the backend, by the last part of their ids: `table`, `region-<region>`, `routing`. */
export function activeActiveStacks(environment: Environment): ReadonlyMap<string, Template> {
  const prefix = `${environment.name}-active-active-`;
  const own = compose([environment]).stacks.filter(({ id }) => id.startsWith(prefix));
  return new Map(own.map((stack) => [stack.id.slice(prefix.length), stack]));
}

/**
 * One stack of the backend.
 *
 * @throws Error when there is no such stack
 */
export function stackOf(stacks: ReadonlyMap<string, Template>, part: string): Template {
  const found = stacks.get(part);
  if (!found) {
    throw new Error(`no stack ${part}; there are: ${[...stacks.keys()].join(", ")}`);
  }
  return found;
}

/** Sorted paths of removed or changed resources. */
export function changed(before: Template, after: Template): string[] {
  const attributes = new Map(after.resources.map((resource) => [resource.address, resource.attributes]));
  return before.resources
    .filter(({ address, attributes: old }) => JSON.stringify(attributes.get(address)) !== JSON.stringify(old))
    .map(({ path }) => path)
    .sort();
}
