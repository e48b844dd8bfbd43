import { ensure } from "./errors";

/** One statement of an IAM policy, in the terms of IAM's policy grammar. */
export interface PolicyStatement {
  /** Id of the statement, unique within its policy. Letters and digits only. */
  readonly sid: string;
  /** @default "Allow" */
  readonly effect?: "Allow" | "Deny" | undefined;
  /** Actions, e.g. `s3:GetObject`. */
  readonly actions: readonly string[];
  /** ARNs. Use `["*"]` only if the action has no resource-level permissions, with a comment that says so. */
  readonly resources: readonly string[];
  /** Whether the statement is for every resource except `resources`. Only for `Deny`. @default false */
  readonly exceptResources?: boolean | undefined;
  /** Callers, by type. Only in resource policies and trust policies. @default none */
  readonly principals?: Readonly<Record<string, string | readonly string[]>> | undefined;
  /** @default none */
  readonly conditions?: PolicyConditions | undefined;
}

/** Conditions of a statement: operator, key, values, e.g. `{ StringEquals: { "aws:SourceAccount": "123456789012" } }`. */
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

/** The trust policy of a role that one AWS service assumes. */
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
  const { sid, effect = "Allow", actions, resources, exceptResources = false, principals, conditions } = statement;
  ensure(effect === "Deny" || !exceptResources, "exceptResources", "be false with Allow", exceptResources);
  return {
    Sid: sid,
    Effect: effect,
    ...(principals ? { Principal: principals } : {}),
    Action: oneOrMany(actions),
    [exceptResources ? "NotResource" : "Resource"]: oneOrMany(resources),
    ...(conditions ? { Condition: conditions } : {}),
  };
}

/** AWS returns a list with one member as that member. */
function oneOrMany(values: readonly string[]): string | readonly string[] {
  const [first] = values;
  return values.length === 1 && first !== undefined ? first : values;
}
