import type { FunctionContext } from "../../shared/api-event";
import { required } from "../../shared/environment";
import { Logger } from "../../shared/logger";
import { Refused, TokenVerifier } from "./core";
import { parseIssuers } from "./issuers";
import { policyFor } from "./policy";
import { parseScopes, permissionsOf } from "./scopes";

const verifier = new TokenVerifier(parseIssuers(required("ISSUERS")));
const needed = parseScopes(process.env.SCOPES);

/** Event of a TOKEN authorizer. */
interface TokenEvent {
  readonly authorizationToken?: string;
  /** `arn:<partition>:execute-api:<region>:<account>:<api>/<stage>/<method>/<path>` */
  readonly methodArn: string;
}

/**
 * Lambda authorizer of the items API. API Gateway answers the error message "Unauthorized" with 401. Every other error, such as keys
 * that are not available, is an AUTHORIZER_FAILURE, which the API's description maps to 503.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
 */
export async function handler({ authorizationToken = "", methodArn }: TokenEvent, context: FunctionContext) {
  const log = Logger.ofInvocation(context);
  try {
    const { issuer, subject, scopes } = await verifier.verify(authorizationToken);
    const permissions = permissionsOf(needed, scopes);
    log.info("token accepted", { issuer, ...permissions });
    // The functions get the context as text, and the access log has the subject and the issuer.
    const context = { issuer, admin: String(permissions.admin) };
    return { principalId: subject, policyDocument: policyFor(methodArn, permissions), context };
  } catch (error) {
    if (error instanceof Refused) {
      log.info("token refused", { reason: error.message });
      throw new Error("Unauthorized");
    }
    log.error("token could not be verified", error);
    throw new Error("keys unavailable");
  }
}
