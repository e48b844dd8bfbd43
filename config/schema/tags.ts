import { z } from "zod";
import { type Fail, failing } from "./fields/fail";

/** Tags that the base stack sets and an environment cannot replace. */
const OWN_TAGS = ["Project", "Stack", "ManagedBy"];

/** Tags that an environment can replace, with this spelling only: IAM compares keys without case. */
const REPLACEABLE_TAGS = ["Environment", "Name"];

/**
 * Characters that every AWS service accepts in keys and values (Tagging AWS resources guide, "Tag naming limits and
 * requirements").
 */
const ALLOWED = /^[\p{L}\p{N}\p{Zs}_.:/=+@-]*$/u;
const CHARACTERS = "letters, digits, spaces and _ . : / = + - @";

/** Tags of a resource (Tagging AWS resources guide). */
const MOST_TAGS = 50;
/** Tags of a hosted zone or health check (Route 53 API reference, ChangeTagsForResource). */
const MOST_ROUTE53_TAGS = 10;

/** Tags of every resource that supports tags. */
export const tags = z
  .record(
    z.string(),
    z
      .string()
      .max(256)
      .regex(ALLOWED, { error: `must contain only ${CHARACTERS}` }),
  )
  .superRefine((values, context) => {
    const keys = Object.keys(values);
    for (const [index, key] of keys.entries()) {
      const message = keyProblem(key, keys.slice(0, index));
      if (message) {
        failing(context)([key], message, { got: key });
      }
    }
  });

function keyProblem(key: string, earlier: readonly string[]): string | undefined {
  const same = (other: string) => other.toLowerCase() === key.toLowerCase();
  const own = OWN_TAGS.find(same);
  const replaceable = REPLACEABLE_TAGS.find(same);
  const twin = earlier.find(same);
  if (key.length === 0 || key.length > 128 || /^aws:/i.test(key) || own) {
    return `must have a key of 1 to 128 characters that does not start with aws: and is none of ${OWN_TAGS.join(", ")}`;
  }
  if (!ALLOWED.test(key) || key.trim() !== key) {
    return `must have a key of ${CHARACTERS}, without a space at its ends`;
  }
  if (replaceable && replaceable !== key) {
    return `must have the key ${replaceable}; IAM refuses keys that differ in case only`;
  }
  return twin ? `must have another key than ${twin}; IAM refuses keys that differ in case only` : undefined;
}

/** What the number of tags depends on. */
interface TaggedEnvironment {
  readonly tags: Readonly<Record<string, string>>;
  /** Whether the environment has a Route 53 hosted zone or health check of its own. */
  readonly usesRoute53: boolean;
}

/** Checks that the tags fit beside the project's own ones: Project, Environment, Stack, ManagedBy and Name. */
export function checkTagCount({ tags: values, usesRoute53 }: TaggedEnvironment, fail: Fail): void {
  const limit = usesRoute53 ? MOST_ROUTE53_TAGS : MOST_TAGS;
  const free = limit - OWN_TAGS.length - REPLACEABLE_TAGS.length;
  const keys = Object.keys(values).filter((key) => !REPLACEABLE_TAGS.includes(key));
  if (keys.length > free) {
    const why = usesRoute53
      ? "a hosted zone or health check of Route 53 has at most 10 tags"
      : "a resource has at most 50";
    fail(
      ["tags"],
      `must be at most ${free} besides ${REPLACEABLE_TAGS.join(" and ")}; ${why}, and 5 are the project's own`,
      { got: keys.length },
    );
  }
}
