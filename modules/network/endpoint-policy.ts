import type { PolicyStatement } from "../shared/iam";

/**
 * What an endpoint lets through by default: every request signed by a principal of the account. Credentials of another
 * account, brought along by an intruder, carry nothing out. What a principal may do is said by its own policies, in one place.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 */
export function ownPrincipalsOnly(accountId: string): PolicyStatement {
  return {
    sid: "OwnPrincipals",
    principals: { AWS: "*" },
    actions: ["*"],
    // In an endpoint policy "*" means whatever the endpoint's service holds.
    resources: ["*"],
    conditions: { StringEquals: { "aws:PrincipalAccount": accountId } },
  };
}
