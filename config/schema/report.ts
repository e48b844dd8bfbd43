import type { core } from "zod";
import { requirement } from "../../modules/shared/errors";
import { nearestAlternative } from "./alternatives";
import { ruleOf, show, valueAt } from "./rules";

/** The problems of one environment. */
export interface FileReport {
  /** Path of the file in the repository, e.g. `config/dev.ts`. Problems of two environments together have the paths of both. */
  readonly file: string;
  /** One line per problem: `<path> must <rule>, got <value>; <remedy>`. */
  readonly problems: readonly string[];
}

/** Every problem of every environment. The message is the report that a user reads. */
export class ConfigurationError extends Error {
  readonly reports: readonly FileReport[];

  constructor(reports: readonly FileReport[]) {
    super(reports.map(describeReport).join("\n"));
    this.name = "ConfigurationError";
    this.reports = reports;
  }
}

function describeReport({ file, problems }: FileReport): string {
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  return [`${file}: ${count}`, ...problems.map((problem) => `  ${problem}`)].join("\n");
}

/** A problem and the field that has it. */
interface Problem {
  readonly field: string;
  readonly text: string;
}

/**
 * Describes zod's issues in the form of the project's errors, one problem for each field. Later problems of the same field often
 * follow from the first one.
 */
export function describeIssues(issues: readonly core.$ZodIssue[], input: unknown): string[] {
  const first = new Map<string, string>();
  for (const { field, text } of issues.flatMap((issue) => describeIssue(issue, input))) {
    first.set(field, first.get(field) ?? text);
  }
  return [...first.values()];
}

function describeIssue(issue: core.$ZodIssue, input: unknown): Problem[] {
  if (issue.code === "invalid_union" && issue.errors.length > 0) {
    return nearestAlternative(issue, input).flatMap((inner) => describeIssue(inner, input));
  }
  if (issue.code === "unrecognized_keys") {
    const type = valueAt(input, [...issue.path, "type"]);
    const shape = typeof type === "string" && !issue.keys.includes("type") ? ` with type ${JSON.stringify(type)}` : "";
    return issue.keys.map((key) => {
      const path = [...issue.path, key];
      return problem(
        path,
        `not be set, because there is no such field${shape}`,
        valueAt(input, path),
        "check its spelling",
      );
    });
  }
  if (issue.code === "invalid_key") {
    const got = issue.path.at(-1);
    return issue.issues.map((inner) => {
      const { rule, remedy } = ruleOf(inner, got);
      return problem(issue.path, rule, got, remedy);
    });
  }
  const value =
    issue.code === "custom" && issue.params && "got" in issue.params ? issue.params.got : valueAt(input, issue.path);
  const { rule, remedy } = ruleOf(issue, value);
  return [problem(issue.path, rule, value, remedy)];
}

function problem(path: readonly PropertyKey[], rule: string, value: unknown, remedy?: string): Problem {
  const field = show(path);
  return { field, text: requirement(field, rule, value, remedy) };
}
