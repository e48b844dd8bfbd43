import type { Deployable } from "./deployable";

/** Environments with an emulated deployment and a test suite for each architecture. */
export const ENVIRONMENTS_WITH_SUITES: readonly string[] = ["dev", "prod"];

/** Decision to deploy an architecture of an environment on the emulated AWS, with the reason. */
export interface Choice {
  readonly deployable: Deployable;
  /** `suite`: has a test suite. `shape`: has a resource type or argument that no other deployed stack has. */
  readonly deployedBy: "suite" | "shape" | "none";
  /** Parts of the shape that no earlier choice has. Only for `shape`. */
  readonly additional: readonly string[];
}

/**
 * Chooses all architectures of an environment with suites. Others are chosen only if they have a resource type, an argument or
 * a Boolean value that no earlier choice has. Deployments of the same shape would repeat the same requests.
 */
export function chooseByShape(
  all: readonly Deployable[],
  environmentsWithSuites: readonly string[] = ENVIRONMENTS_WITH_SUITES,
): Choice[] {
  const hasSuites = ({ environment }: Deployable) => environmentsWithSuites.includes(environment);
  const suites = all.filter(hasSuites);
  const seen = new Set(suites.flatMap(({ shape }) => [...shape]));
  const later = all
    .filter((deployable) => !hasSuites(deployable))
    .map((deployable): Choice => {
      const additional = [...deployable.shape].filter((part) => !seen.has(part)).sort();
      for (const part of additional) {
        seen.add(part);
      }
      return { deployable, deployedBy: additional.length > 0 ? "shape" : "none", additional };
    });
  return [...suites.map((deployable): Choice => ({ deployable, deployedBy: "suite", additional: [] })), ...later];
}

/** Maximum number of parts of a shape in one line. */
const SHOWN = 5;

/** One line of output with the decision and its reason. */
export function describeChoice({ deployable, deployedBy, additional }: Choice): string {
  const name = `${deployable.environment}-${deployable.architecture}`;
  if (deployedBy === "suite") {
    return `${name}: deployed by its suite`;
  }
  if (deployedBy === "none") {
    return `${name}: not deployed, because other deployed stacks have all of its ${deployable.shape.size} resource types and arguments`;
  }
  const more = additional.length > SHOWN ? `, and ${additional.length - SHOWN} more` : "";
  return `${name}: deployed for ${additional.slice(0, SHOWN).join(", ")}${more}`;
}
