import { z } from "zod";
import { iamPrincipal } from "../../../modules/shared/arn";
import { uniqueList } from "../fields/unique-list";

const PRINCIPAL =
  "must be the ARN of an IAM role or user, e.g. arn:aws:iam::111122223333:role/developers; sessions, accounts and wildcards are not accepted";

/** The stacks support the partition `aws` only. */
const principal = z.string().regex(iamPrincipal(["role", "user"], "aws"), { error: PRINCIPAL });

const principals = uniqueList(principal, { min: 1, reason: "remove the field to create no role" });

/** Who may assume the IAM roles `<project>-<env>-aurora-reader` and `-migrator`. A role without a list is not created. */
export const accessSection = z.strictObject({
  /** Roles and users that may connect as `reader`, which may read. */
  reader: principals.optional(),
  /** Roles and users that may connect as `migrator`, which may change structure and data. */
  migrator: principals.optional(),
});
