import type { core } from "zod";
import { ruleOf, valueAt } from "./rules";

/** Issues of one shape. */
type Alternative = readonly core.$ZodIssue[];

/** For a value with several valid shapes: the problems of the shape that is most similar to the value. */
export function nearestAlternative(issue: core.$ZodIssueInvalidUnion, input: unknown): core.$ZodIssue[] {
  const value = valueAt(input, issue.path);
  const refuse = (rule: string): core.$ZodIssue[] => [{ code: "custom", path: issue.path, message: `must ${rule}` }];
  if (issue.errors.every((alternative) => isWhole(alternative, value))) {
    return refuse(`be ${[...new Set(issue.errors.flatMap((one) => wholeRules(one, value)))].join(" or ")}`);
  }
  const keys = typeof value === "object" && value !== null ? Object.keys(value) : [];
  const objects = issue.errors.filter((alternative) => !isWhole(alternative, value));
  if (objects.every((alternative) => unknownKeys(alternative).length === keys.length)) {
    const fields = objects.map((alternative) => missingKeys(alternative, value).join(" and "));
    return refuse(`have ${fields.join(fields.some((list) => list.includes(" ")) ? ", or " : " or ")}`);
  }
  const known = (alternative: Alternative) => keys.length - unknownKeys(alternative).length;
  const [nearest = []] = [...objects].sort((one, other) => known(other) - known(one) || weight(one) - weight(other));
  const foreign = unknownKeys(nearest).filter((key) => objects.some((other) => !unknownKeys(other).includes(key)));
  if (foreign.length > 0) {
    const own = keys.filter((key) => !unknownKeys(nearest).includes(key));
    return refuse(`not have ${own.join(" and ")} together with ${foreign.join(" and ")}`);
  }
  return nearest.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
}

/** Whether the shape refuses the value itself, not one of its fields: another type, or another constant. */
function isWhole(alternative: Alternative, value: unknown): boolean {
  return alternative.some(({ code, path }) => {
    const isOther = code === "invalid_type" || code === "invalid_value";
    return path.length === 0 && (isOther || typeof value !== "object");
  });
}

/** What the value must be for this shape, without the verb, so that the shapes join to one rule. */
function wholeRules([issue]: Alternative, value: unknown): string[] {
  return issue ? [ruleOf(issue, value).rule.replace(/^be /, "")] : [];
}

function unknownKeys(alternative: Alternative): readonly string[] {
  return alternative.flatMap((issue) =>
    issue.code === "unrecognized_keys" && issue.path.length === 0 ? issue.keys : [],
  );
}

function missingKeys(alternative: Alternative, value: unknown): readonly string[] {
  return alternative
    .filter(({ path }) => path.length === 1 && valueAt(value, path) === undefined)
    .map(({ path }) => String(path[0]));
}

/** How much the value differs from a shape. A missing or unknown field counts more than a field that breaks a rule. */
function weight(issues: Alternative): number {
  return issues.reduce((sum, { code }) => sum + (code === "invalid_type" || code === "unrecognized_keys" ? 10 : 1), 0);
}
