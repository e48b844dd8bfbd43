import type { Reply } from "../../protocol/reply";
import type { Call, Feature } from "../feature";

const ROUTE = "/{bucket}";

interface PolicyDocument {
  readonly Statement: readonly { readonly Effect: "Allow" | "Deny"; readonly Condition?: unknown }[];
}

/** Requests for the policy of a bucket, the only ones to S3 that the gateway reads. */
export function isBucketPolicy(url: string): boolean {
  return /^\/[^/?]+\/?\?(.*&)?policy([=&]|$)/.test(url);
}

/**
 * Bucket policies with conditions. With any condition in a policy, moto refuses all requests. So the gateway sends moto a policy
 * without conditions: `Allow` always applies, and a `Deny` with a condition never does. A read returns the policy as the client
 * wrote it.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
 */
export const bucketPolicies: Feature = {
  service: "s3",
  routes: {
    [`PUT ${ROUTE}`]: async (call) => {
      const text = call.request.body.toString("utf8");
      const reply = await call.next({ body: withoutConditions(text) });
      if (reply.status < 300) {
        policies(call).set(call.path.bucket ?? "", text);
      }
      return reply;
    },
    [`GET ${ROUTE}`]: async (call) => {
      const reply: Reply = await call.next();
      const body = policies(call).get(call.path.bucket ?? "");
      return reply.status < 300 && body !== undefined ? { ...reply, body } : reply;
    },
  },
};

/** A document that is not valid is passed on unchanged, so that moto reports the error. */
function withoutConditions(text: string): string {
  try {
    const document = JSON.parse(text) as PolicyDocument;
    const statements = document.Statement.filter(({ Effect, Condition }) => Effect === "Allow" || !Condition);
    return JSON.stringify({ ...document, Statement: statements.map(({ Condition, ...statement }) => statement) });
  } catch {
    return text;
  }
}

function policies(call: Call): Map<string, string> {
  return call.state.global(call.request, "s3 bucket policies");
}
