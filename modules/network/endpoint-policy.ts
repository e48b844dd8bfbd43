import type { PolicyStatement } from "../shared/iam";

/**
 * The statement of an endpoint policy that accepts requests signed by principals of one account only. An intruder cannot use
 * credentials of another account to copy data out. IAM policies alone decide what a principal may do.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 */
export function ownPrincipalsOnly(accountId: string): PolicyStatement {
  return {
    sid: "OwnPrincipals",
    principals: { AWS: "*" },
    actions: ["*"],
    // In an endpoint policy "*" means all resources of the endpoint's service.
    resources: ["*"],
    conditions: { StringEquals: { "aws:PrincipalAccount": accountId } },
  };
}
