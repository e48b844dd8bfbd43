import type { Found } from "../helpers/estate";
import { type Statement, statementsOf } from "../helpers/policy";
import { each, type Fixture, type Rule, resource, resources } from "./rule";

/** The resources that every bucket needs, by a short name. */
const BUCKET_COMPANIONS: Readonly<Record<string, string>> = {
  encryption: "aws_s3_bucket_server_side_encryption_configuration",
  access: "aws_s3_bucket_public_access_block",
  versioning: "aws_s3_bucket_versioning",
  ownership: "aws_s3_bucket_ownership_controls",
  policy: "aws_s3_bucket_policy",
};

export const BUCKETS: readonly Rule[] = [
  {
    rule: "a bucket has encryption, a public access block, versioning, no ACLs, and a policy",
    check: each("aws_s3_bucket", (bucket, estate) => {
      const missing = Object.values(BUCKET_COMPANIONS).filter(
        (type) =>
          !estate.resources(type).some(({ stack, attributes }) => refersTo(stack.id, attributes.bucket, bucket)),
      );
      return missing.length > 0 ? `must have ${missing.join(", ")}` : undefined;
    }),
    good: bucketWith(["encryption", "access", "versioning", "ownership", "policy"]),
    bad: {
      "no encryption": bucketWith(["access", "versioning", "ownership", "policy"]),
      "no public access block": bucketWith(["encryption", "versioning", "ownership", "policy"]),
      "no policy": bucketWith(["encryption", "access", "versioning", "ownership"]),
    },
  },
  {
    rule: "a bucket policy denies plain HTTP",
    check: each("aws_s3_bucket_policy", ({ attributes }) =>
      statementsOf(attributes.policy).some(refusesPlainHttp) ? undefined : "must deny requests without TLS",
    ),
    good: resource("aws_s3_bucket_policy", {
      policy: JSON.stringify({
        Statement: [{ Effect: "Deny", Principal: "*", Condition: { Bool: { "aws:SecureTransport": "false" } } }],
      }),
    }),
    bad: {
      "an empty policy": resource("aws_s3_bucket_policy", { policy: '{"Statement":[]}' }),
      "a policy that denies other requests": resource("aws_s3_bucket_policy", {
        policy: '{"Statement":[{"Effect":"Deny","Action":"s3:PutObject"}]}',
      }),
    },
  },
];

function refusesPlainHttp({ effect, conditions }: Statement): boolean {
  return effect === "Deny" && conditions.Bool?.["aws:SecureTransport"] === "false";
}

function refersTo(stackId: string, reference: unknown, { stack, address }: Found): boolean {
  return stackId === stack.id && String(reference).startsWith(`\${${address}.`);
}

function bucketWith(names: readonly string[]): Fixture {
  return resources({
    aws_s3_bucket: { it: {} },
    ...Object.fromEntries(names.map((name) => [BUCKET_COMPANIONS[name], { it: { bucket: "${aws_s3_bucket.it.id}" } }])),
  });
}
