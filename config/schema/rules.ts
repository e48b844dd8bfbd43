import type { core } from "zod";
import { visible } from "../../modules/shared/errors";

/** What an error states after "must", and what to do if that is not obvious. */
export interface Rule {
  readonly rule: string;
  readonly remedy: string | undefined;
}

/** The rule of an issue. Messages of this schema start with `must`. Messages of zod are replaced. */
export function ruleOf(issue: core.$ZodIssue, value: unknown): Rule {
  const [, rule = "be valid", remedy = quotes(issue, value)] =
    /^(?:must )?(.*?)(?:; (.*))?$/su.exec(issue.message.startsWith("must ") ? issue.message : zodRule(issue)) ?? [];
  return { rule, remedy };
}

/** A number where text belongs, or the other way around. */
function quotes(issue: core.$ZodIssue, value: unknown): string | undefined {
  if (issue.code !== "invalid_type") {
    return undefined;
  }
  if (issue.expected === "string") {
    return typeof value === "number" || typeof value === "bigint" ? "write it in quotes" : undefined;
  }
  const isQuoted = typeof value === "string" && /^(-?\d+(\.\d+)?|true|false)$/.test(value);
  return isQuoted ? "write it without quotes" : undefined;
}

function zodRule(issue: core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `be ${article(issue.expected)}`;
    // A union whose shapes differ in one field, and the value of that field is none of the known ones.
    case "invalid_union":
      return "options" in issue && issue.options ? oneOf(issue.options) : `be valid (${issue.message})`;
    case "invalid_value":
      return oneOf(issue.values);
    case "too_small":
      return issue.minimum === 1 && issue.origin === "string"
        ? "not be empty"
        : `be at least ${count(issue.minimum, issue.origin)}`;
    case "too_big":
      return `be at most ${count(issue.maximum, issue.origin)}`;
    default:
      return `be valid (${issue.message})`;
  }
}

function oneOf(values: readonly unknown[]): string {
  return `be ${values.map((value) => JSON.stringify(value)).join(" or ")}`;
}

/** Types of zod, as users know them. */
const TYPES: Readonly<Record<string, string>> = { record: "plain object", int: "whole number" };

function article(expected: string): string {
  const type = TYPES[expected] ?? expected;
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

const UNITS: Readonly<Record<string, readonly [string, string]>> = {
  string: ["character", "characters"],
  array: ["entry", "entries"],
};

function count(limit: number | bigint, origin: string): string {
  const [one, several] = UNITS[origin] ?? [];
  const unit = Number(limit) === 1 ? one : several;
  return unit ? `${limit} ${unit}` : `${limit}`;
}

/** Characters of a key that an error shows. */
const LONGEST_KEY = 40;

/** A path as an expression: `zones[0].name`, or `tags["cost centre"]` for a key that is not a name. */
export function show(path: readonly PropertyKey[]): string {
  return path.map(showPart).join("").replace(/^\./, "") || "the environment";
}

function showPart(part: PropertyKey): string {
  if (typeof part === "number") {
    return `[${part}]`;
  }
  const key = String(part);
  const shown = key.length > LONGEST_KEY ? `${key.slice(0, LONGEST_KEY)}…` : key;
  return /^[\w-]+$/.test(key) && shown === key ? `.${key}` : `[${visible(JSON.stringify(shown))}]`;
}

/** The value at a path of the input. Undefined if the input has no such field. */
export function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], input);
}
