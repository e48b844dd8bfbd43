import { TerraformOutput, type TerraformStack } from "cdktf";
import type { AuroraApiConfig } from "../../config/schema";
import type { DatabaseProxy } from "../../modules/database/aurora/database-proxy";
import { DatabaseAccessRole } from "../../modules/database/database-access-role";
import { type NameScope, physicalName } from "../../modules/shared/names";

/** Database users that people may connect as. `api` is for programs. */
const USERS = ["reader", "migrator"] as const;

/** Creates an IAM role for each database user that has principals, and an output with its ARN. */
export function createAccessRoles(
  stack: TerraformStack,
  names: NameScope,
  proxy: Pick<DatabaseProxy, "connectStatements" | "findStatements">,
  access: AuroraApiConfig["data"]["access"] = {},
): void {
  for (const user of USERS) {
    const principals = access[user];
    if (principals) {
      const { arn } = new DatabaseAccessRole(stack, `access-${user}`, {
        name: physicalName(names, `aurora-${user}`, "iam-role"),
        user,
        principals,
        statements: [...proxy.connectStatements(user), ...proxy.findStatements()],
      });
      new TerraformOutput(stack, `${user}_role_arn`, {
        value: arn,
        description: `ARN of the IAM role of people who connect as ${user}`,
      });
    }
  }
}
