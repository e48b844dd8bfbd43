import { Estate, type Found } from "../helpers/estate";
import type { Attributes } from "../helpers/resource";
import type { Configuration } from "../helpers/synth";
import { Template } from "../helpers/template";

/** Stacks by id, as `cdk.tf.json`. */
export type Fixture = Readonly<Record<string, Configuration>>;

/** Something that holds in every stack of every environment, and the proof that its check can fail. */
export interface Rule {
  /** What holds, as the name of a test. */
  readonly rule: string;
  /** Gives what breaks the rule, one line each. */
  readonly check: (estate: Estate) => readonly string[];
  /** Stacks that keep the rule. */
  readonly good: Fixture;
  /** Stacks that break it, by what is wrong with them. */
  readonly bad: Readonly<Record<string, Fixture>>;
}

/** A fixture of one stack with these resources: type, name, attributes. */
export function resources(resource: Readonly<Record<string, Readonly<Record<string, Attributes>>>>): Fixture {
  return { stack: { resource } };
}

/** A fixture of one stack with one resource. */
export function resource(type: string, attributes: Attributes): Fixture {
  return resources({ [type]: { it: attributes } });
}

/** The check that looks at the resources of some types one by one. `problem` gives what is wrong, or nothing. */
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

/** The check that looks at the stacks one by one. */
export function eachStack(problems: (stack: Template, estate: Estate) => readonly string[]): Rule["check"] {
  return (estate) => estate.stacks.flatMap((stack) => problems(stack, estate).map((words) => `${stack.id}: ${words}`));
}

/** The stacks of a fixture. */
export function estateOf(fixture: Fixture): Estate {
  const paths = new Map<string, string>();
  return new Estate(Object.entries(fixture).map(([id, configuration]) => new Template({ id, configuration, paths })));
}

/** The reference of one stack to an output of another, as CDKTF writes it. */
export function remote(stack: string, output: string): string {
  return `\${data.terraform_remote_state.cross-stack-reference-input-${stack}.outputs.${output}}`;
}
