import type { App } from "cdktf";
import type { IConstruct } from "constructs";
import { FileError, RequirementError } from "../modules/shared/errors";

/** What CDKTF's errors begin with when the cause is a value of the configuration. */
const CONFIGURED = /^(There is already a Construct with name|Validation failed with the following errors:)/;

/** A problem that names its field of the configuration. The construct's path would not add anything. */
const NAMES_FIELD = /^(threeTier|activeActive|auroraApi|localZone)\./;

/** Values of the configuration that constructs refuse. The message names each construct by its path. */
export class CompositionError extends Error {
  /** One line per problem, by file, e.g. `config/dev.ts`. */
  readonly problems: ReadonlyMap<string, readonly string[]>;

  constructor(problems: ReadonlyMap<string, readonly string[]>) {
    super([...problems].map(([place, lines]) => report(place, lines)).join("\n"));
    this.name = "CompositionError";
    this.problems = problems;
  }

  /** One error with the problems of several. */
  static joined(errors: readonly CompositionError[]): CompositionError {
    const joined = new Map<string, readonly string[]>();
    for (const [place, lines] of errors.flatMap(({ problems }) => [...problems])) {
      joined.set(place, [...(joined.get(place) ?? []), ...lines]);
    }
    return new CompositionError(joined);
  }

  /**
   * The error of a composition or a synthesis in a form for users, or the error itself if it is a bug.
   *
   * @param app the app whose last construct was created when the error was thrown
   * @param environment name of the composed environment. @default several, during the synthesis
   */
  static from(error: unknown, app: App, environment?: string): unknown {
    const { message = "" } = error as Partial<Error>;
    const isOfFile = error instanceof FileError;
    if (!isOfFile && !(error instanceof RequirementError) && !CONFIGURED.test(message)) {
      return error;
    }
    const place = environment === undefined ? "config" : `config/${environment}.ts`;
    const [first = "", ...others] = message.split("\n");
    const problems =
      others.length > 0
        ? others.map((line) => line.trim().replace(/^\[(.*?)\] /, "$1: "))
        : [isOfFile || NAMES_FIELD.test(first) ? first : `${lastConstruct(app).node.path}: ${first}`];
    return new CompositionError(new Map([[place, problems]]));
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
