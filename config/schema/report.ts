import type { core } from "zod";
import { requirement } from "../../modules/shared/errors";

/** The problems of one environment. */
export interface FileReport {
  /** Path of the file in the repository, e.g. `config/dev.ts`. */
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

/** Describes zod's issues in the form of the project's errors. */
export function describeIssues(issues: readonly core.$ZodIssue[], input: unknown): string[] {
  return issues.flatMap((issue) => describeIssue(issue, input));
}

function describeIssue(issue: core.$ZodIssue, input: unknown): string[] {
  if (issue.code === "invalid_union" && issue.errors.length > 0) {
    return describeIssues(nearestAlternative(issue), input);
  }
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => {
      const path = [...issue.path, key];
      return requirement(
        show(path),
        "not be set, because there is no such field",
        valueAt(input, path),
        "check its spelling",
      );
    });
  }
  const [rule, remedy] = ruleOf(issue).split("; ", 2);
  const value =
    issue.code === "custom" && issue.params && "got" in issue.params ? issue.params.got : valueAt(input, issue.path);
  return [requirement(show(issue.path), rule ?? "be valid", value, remedy)];
}

/** For a value with several valid shapes: the problems of the shape that is most similar to the value. */
function nearestAlternative(issue: core.$ZodIssueInvalidUnion): core.$ZodIssue[] {
  const [nearest = []] = [...issue.errors].sort((one, other) => weight(one) - weight(other));
  return nearest.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
}

/**
 * How much the value differs from a shape. A missing or unknown field counts more than a field that breaks a rule. A value of
 * another type counts most.
 */
function weight(issues: readonly core.$ZodIssue[]): number {
  return issues.reduce((sum, { code, path }) => {
    const whole = path.length === 0 && (code === "invalid_type" || code === "invalid_value");
    return sum + (whole ? 100 : code === "invalid_type" || code === "unrecognized_keys" ? 10 : 1);
  }, 0);
}

/** The rule of an issue. Messages of this schema start with `must`. Messages of zod are replaced. */
function ruleOf(issue: core.$ZodIssue): string {
  if (issue.message.startsWith("must ")) {
    return issue.message.slice("must ".length);
  }
  switch (issue.code) {
    case "invalid_type":
      return `be ${article(issue.expected)}`;
    // A union whose shapes differ in one field, and the value of that field is none of the known ones.
    case "invalid_union":
      return "options" in issue && issue.options ? oneOf(issue.options) : `be valid (${issue.message})`;
    case "invalid_value":
      return oneOf(issue.values);
    case "too_small":
      return `be at least ${issue.minimum}${unitOf(issue.origin)}`;
    case "too_big":
      return `be at most ${issue.maximum}${unitOf(issue.origin)}`;
    default:
      return `be valid (${issue.message})`;
  }
}

function oneOf(values: readonly unknown[]): string {
  return `be ${values.map((value) => JSON.stringify(value)).join(" or ")}`;
}

function article(type: string): string {
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

function unitOf(origin: string): string {
  return { string: " characters", array: " entries" }[origin] ?? "";
}

function show(path: readonly PropertyKey[]): string {
  const text = path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("");
  return text.replace(/^\./, "") || "the environment";
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], input);
}
