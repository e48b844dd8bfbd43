import type { ApiEvent } from "../../shared/api-event";

/** Who sent a request, as far as API Gateway has authenticated it. */
export interface Caller {
  /**
   * The same text for all requests of one caller. For tokens, the issuer and the subject. For signed requests, the unique ID of the
   * user or of the role, because the name of a role's session can be different for every session.
   */
  readonly id: string;
  /** Whether the caller may overwrite the items of other owners. */
  readonly admin: boolean;
}

/** The caller of a request, or undefined if the API has no authentication. */
export function callerOf({ requestContext: { authorizer, identity } }: ApiEvent): Caller | undefined {
  if (authorizer?.principalId) {
    // An issuer is a URL, which contains no spaces. So different pairs never result in the same text.
    return { id: `${authorizer.issuer ?? ""} ${authorizer.principalId}`, admin: authorizer.admin === "true" };
  }
  if (identity?.cognitoIdentityId) {
    // All identities of a pool have the same role.
    return { id: `cognito ${identity.cognitoIdentityId}`, admin: false };
  }
  // `AIDA...` for a user, `AROA...:<name of the session>` for a role.
  const principal = identity?.caller?.split(":")[0];
  return principal ? { id: `iam ${principal}`, admin: false } : undefined;
}
