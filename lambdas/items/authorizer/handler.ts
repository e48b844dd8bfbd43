import type { FunctionContext } from "../../shared/api-event";
import { required } from "../../shared/environment";
import { Logger } from "../../shared/logger";
import { Refused, TokenVerifier } from "./core";
import { parseIssuers } from "./issuers";
import { KeySet } from "./key-set";
import { policyFor } from "./policy";
import { parseScopes, permissionsOf } from "./scopes";

const dimensions = { Backend: required("BACKEND"), Region: required("AWS_REGION") };

const verifier = new TokenVerifier(
  parseIssuers(required("ISSUERS")),
  (uri) => new KeySet(uri, undefined, undefined, (error) => keysFailed(uri, error)),
);
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
      // Lambda counts the error below as a failure of the function. The alarm on failures subtracts this metric.
      const metric = { name: "RefusedTokens", unit: "Count", value: 1, dimensions } as const;
      log.metric("token refused", metric, { reason: error.message });
      throw new Error("Unauthorized");
    }
    log.error("token could not be verified", error);
    throw new Error("keys unavailable");
  }
}

/** Publishes a failed download of an issuer's keys. Tokens may still be accepted with older keys, so that there is time to act. */
function keysFailed(uri: string, error: unknown): void {
  const metric = { name: "KeyDownloadFailures", unit: "Count", value: 1, dimensions } as const;
  // The message of `fetch` is always "fetch failed". Its cause names the reason.
  const reason = error instanceof Error && error.cause ? `${error}: ${error.cause}` : String(error);
  Logger.ofProcess().metric("keys not downloaded", metric, { jwks_uri: uri, reason });
}
