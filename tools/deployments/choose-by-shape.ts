import type { Deployable } from "./deployable";

/** Environments of which each architecture has its own suite in `test/emulated`. */
export const ENVIRONMENTS_WITH_SUITES: readonly string[] = ["dev", "prod"];

/** Whether and why an architecture of an environment is deployed on the emulated AWS. */
export interface Choice {
  readonly deployable: Deployable;
  /** `suite`: has tests of its own. `shape`: has something that no other deployed stack has. */
  readonly deployedBy: "suite" | "shape" | "none";
  /** Parts of the shape that no earlier choice has. Empty unless `deployedBy` is `shape`. */
  readonly additional: readonly string[];
}

/**
 * Chooses every architecture of an environment with suites. Of other environments, chooses an architecture only if it has a
 * resource type, an argument or a value of a Boolean argument that no stack chosen before has. Other deployments would test nothing
 * new.
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

/** Parts of a shape that a line shows. */
const SHOWN = 5;

/** One line of output: whether the architecture is deployed, by which suite, and why. */
export function describeChoice({ deployable, deployedBy, additional }: Choice): string {
  const name = `${deployable.environment}-${deployable.architecture}`;
  if (deployedBy === "suite") {
    return `${name}: deployed by its suite`;
  }
  if (deployedBy === "none") {
    return `${name}: not deployed, since deployed stacks have all of its ${deployable.shape.size} resource types and arguments`;
  }
  const more = additional.length > SHOWN ? `, and ${additional.length - SHOWN} more` : "";
  return `${name}: deployed for ${additional.slice(0, SHOWN).join(", ")}${more}`;
}
