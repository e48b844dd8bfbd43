import type { Environment } from "../../config/schema";

/**
 * What the names of a region's functions and alarms start with, e.g. `project-x-dev-items-eu-west-1-`. As in
 * `stacks/active-active/region-stack.ts`.
 */
export function regionPrefix({ project, name }: Pick<Environment, "project" | "name">, region: string): string {
  return `${project}-${name}-items-${region}-`;
}
