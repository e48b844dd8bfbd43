import { ensure } from "./errors";

/** One statement of an IAM policy, in the terms of IAM's policy grammar. */
export interface PolicyStatement {
  /** Names the statement; letters and digits only. */
  readonly sid: string;
  /** @default "Allow" */
  readonly effect?: "Allow" | "Deny";
  readonly actions: readonly string[];
  /** ARNs. `["*"]` only where the service knows no resource-level permission, with a comment that says so. */
  readonly resources: readonly string[];
  /** Only in resource policies and trust policies. */
  readonly principals?: Readonly<Record<string, string | readonly string[]>>;
  /** Operator, key, values: `{ StringEquals: { "aws:SourceAccount": "111111111111" } }`. */
  readonly conditions?: PolicyConditions;
}

/** Conditions of a statement: operator, key, values. */
export type PolicyConditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/**
 * A policy document as JSON. Strings may contain Terraform references. The JSON has the form in which AWS returns it,
 * so that a second plan shows no difference.
 *
 * @throws Error when two statements have the same `sid`, which IAM refuses
 */
export function policyDocument(statements: readonly PolicyStatement[]): string {
  const sids = statements.map(({ sid }) => sid);
  ensure(new Set(sids).size === sids.length, "sid", "be unique within the policy", sids);
  return JSON.stringify({ Version: "2012-10-17", Statement: statements.map(render) });
}

/** A trust policy that lets one AWS service assume the role. */
export function serviceTrust(service: string, conditions?: PolicyConditions): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Assume",
        Effect: "Allow",
        Principal: { Service: service },
        Action: "sts:AssumeRole",
        ...(conditions ? { Condition: conditions } : {}),
      },
    ],
  });
}

function render(statement: PolicyStatement): object {
  const { sid, effect = "Allow", actions, resources, principals, conditions } = statement;
  return {
    Sid: sid,
    Effect: effect,
    ...(principals ? { Principal: principals } : {}),
    Action: oneOrMany(actions),
    Resource: oneOrMany(resources),
    ...(conditions ? { Condition: conditions } : {}),
  };
}

/** AWS returns a list of one as its only member. */
function oneOrMany(values: readonly string[]): string | readonly string[] {
  const [first] = values;
  return values.length === 1 && first !== undefined ? first : values;
}
