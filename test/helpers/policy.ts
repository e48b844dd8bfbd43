import type { Attributes } from "./resource";

/** A statement of an IAM policy. Single values are lists, too. */
export interface Statement {
  readonly sid: string;
  readonly effect: "Allow" | "Deny";
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** By type, e.g. `{ Service: ["backup.amazonaws.com"] }`. Every principal is `{ AWS: ["*"] }`. */
  readonly principals: Readonly<Record<string, readonly string[]>>;
  /** Operator, key, value, unchanged. */
  readonly conditions: Attributes;
}

/** The statements of a policy document in JSON. References are texts in it. */
export function statementsOf(document: unknown): Statement[] {
  const parsed = JSON.parse(String(document)) as { Statement?: Attributes | Attributes[] };
  return listOf(parsed.Statement).map((statement) => ({
    sid: statement.Sid ?? "",
    effect: statement.Effect,
    actions: listOf(statement.Action),
    resources: listOf(statement.Resource),
    principals: principalsOf(statement.Principal),
    conditions: statement.Condition ?? {},
  }));
}

function principalsOf(principal: string | Attributes | undefined): Statement["principals"] {
  const byKind = typeof principal === "string" ? { AWS: principal } : (principal ?? {});
  return Object.fromEntries(Object.entries(byKind).map(([kind, values]) => [kind, listOf(values)]));
}

function listOf<T>(value: T | T[] | undefined): T[] {
  if (value === undefined) {
    return [];
  }
  return Array.isArray(value) ? value : [value];
}
