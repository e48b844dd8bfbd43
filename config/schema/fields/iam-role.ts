import { z } from "zod";
import { iamPrincipal } from "../../../modules/shared/arn";

/** ARN of an IAM role, with its path. The stacks support the partition `aws` only. */
export const iamRole = z.string().regex(iamPrincipal(["role"], "aws"), {
  error:
    "must be the ARN of an IAM role, e.g. arn:aws:iam::111122223333:role/deploy; sessions, users and wildcards are not accepted",
});
