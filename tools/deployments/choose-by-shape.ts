import type { Deployable } from "./deployable";

/** Environments whose architectures have an emulated deployment each, with tests of what they promise. */
export const ENVIRONMENTS_WITH_SUITES: readonly string[] = ["dev", "prod"];

/** Whether and why an architecture of an environment is deployed on the emulated AWS. */
export interface Choice {
  readonly deployable: Deployable;
  /** `suite`: has tests of its own. `shape`: has something that no other deployed stack has. */
  readonly deployedBy: "suite" | "shape" | "none";
  /** What no earlier choice has; for `shape` only. */
  readonly additional: readonly string[];
}

/**
 * Everything in an environment with suites is deployed, and of the others what has a resource type, an argument or the state of a
 * switch that no stack chosen before has: an emulated AWS would only do the same once more.
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

/** One line for a reader: what is deployed, by what, and for what reason. */
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
