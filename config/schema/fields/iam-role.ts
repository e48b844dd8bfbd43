import { z } from "zod";

/** ARN of an IAM role, with its path. The stacks support the partition `aws` only. */
export const iamRole = z.string().regex(/^arn:aws:iam::\d{12}:role\/([\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/, {
  error:
    "must be the ARN of an IAM role, e.g. arn:aws:iam::111122223333:role/deploy; sessions, users and wildcards are not accepted",
});
