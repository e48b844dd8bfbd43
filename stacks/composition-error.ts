import type { App } from "cdktf";
import type { IConstruct } from "constructs";
import { RequirementError } from "../modules/shared/errors";

/** What CDKTF's errors begin with when the cause is a value of the configuration. */
const CONFIGURED = /^(There is already a Construct with name|Validation failed with the following errors:)/;

/** A value of the configuration that a construct refuses. The message names the construct by its path. */
export class CompositionError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "CompositionError";
  }

  /**
   * The error of a composition or a synthesis in a form for users, or the error itself if it is a bug.
   *
   * @param app the app whose last construct was created when the error was thrown
   * @param environment name of the composed environment. @default several, during the synthesis
   */
  static from(error: unknown, app: App, environment?: string): unknown {
    const { message = "" } = error as Partial<Error>;
    if (!(error instanceof RequirementError) && !CONFIGURED.test(message)) {
      return error;
    }
    const place = environment === undefined ? "config" : `config/${environment}.ts`;
    const [first = "", ...others] = message.split("\n");
    if (others.length > 0) {
      const problems = others.map((line) => line.trim().replace(/^\[(.*?)\] /, "$1: "));
      return new CompositionError(report(place, problems));
    }
    return new CompositionError(report(place, [`${lastConstruct(app).node.path}: ${first}`]));
  }
}

function report(place: string, problems: readonly string[]): string {
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  return [`${place}: ${count}`, ...problems.map((problem) => `  ${problem}`)].join("\n");
}

/** A construct enters the tree before it checks its props, so the construct that threw is the last one at every level. */
function lastConstruct(construct: IConstruct): IConstruct {
  const last = construct.node.children.at(-1);
  return last ? lastConstruct(last) : construct;
}
