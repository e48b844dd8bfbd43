import type { Environment } from "../../config/schema";
import { Estate, type Found } from "../helpers/estate";
import type { Attributes } from "../helpers/resource";
import type { Configuration } from "../helpers/synth";
import { Template } from "../helpers/template";

/** Stacks by id, as `cdk.tf.json`. */
export type Fixture = Readonly<Record<string, Configuration>>;

/** A rule for every stack of every environment, with samples that show that its check can fail. */
export interface Rule {
  /** The rule as the title of a test. */
  readonly rule: string;
  /** Returns the problems, one line each. */
  readonly check: (estate: Estate) => readonly string[];
  /** Stacks that comply with the rule. */
  readonly good: Fixture;
  /** Stacks that break the rule, by their problem. */
  readonly bad: Readonly<Record<string, Fixture>>;
  /** Environments of the samples, for a rule that reads the configuration. @default none */
  readonly environments?: readonly Environment[];
}

/** A fixture of one stack with these resources: type, name, attributes. */
export function resources(resource: Readonly<Record<string, Readonly<Record<string, Attributes>>>>): Fixture {
  return { stack: { resource } };
}

/** A fixture of one stack with one resource. */
export function resource(type: string, attributes: Attributes): Fixture {
  return resources({ [type]: { it: attributes } });
}

/** A check of each resource of some types. `problem` returns the problem of a resource, or undefined. */
export function each(
  types: string | readonly string[],
  problem: (resource: Found, estate: Estate) => string | undefined,
): Rule["check"] {
  return (estate) =>
    estate.resources(...[types].flat()).flatMap((found) => {
      const words = problem(found, estate);
      return words ? [`${found.stack.id}: ${found.path} (${found.type}) ${words}`] : [];
    });
}

/** A check of each stack. */
export function eachStack(problems: (stack: Template, estate: Estate) => readonly string[]): Rule["check"] {
  return (estate) => estate.stacks.flatMap((stack) => problems(stack, estate).map((words) => `${stack.id}: ${words}`));
}

/** The stacks of a fixture. */
export function estateOf(fixture: Fixture, environments: readonly Environment[] = []): Estate {
  const paths = new Map<string, string>();
  const stacks = Object.entries(fixture).map(([id, configuration]) => new Template({ id, configuration, paths }));
  return new Estate(stacks, environments);
}

/** The reference of one stack to an output of another, as CDKTF writes it. */
export function remote(stack: string, output: string): string {
  return `\${data.terraform_remote_state.cross-stack-reference-input-${stack}.outputs.${output}}`;
}
