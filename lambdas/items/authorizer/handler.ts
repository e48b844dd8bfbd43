import type { FunctionContext } from "../../shared/api-event";
import { required } from "../../shared/environment";
import { Logger } from "../../shared/logger";
import { Refused, TokenVerifier } from "./core";
import { parseIssuers } from "./issuers";

const verifier = new TokenVerifier(parseIssuers(required("ISSUERS")));

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
    const { issuer, subject } = await verifier.verify(authorizationToken);
    log.info("token accepted", { issuer });
    return { principalId: subject, policyDocument: allowStage(methodArn), context: { issuer } };
  } catch (error) {
    if (error instanceof Refused) {
      log.info("token refused", { reason: error.message });
      throw new Error("Unauthorized");
    }
    log.error("token could not be verified", error);
    throw new Error("keys unavailable");
  }
}

/** Allows all methods of the stage, because API Gateway caches the policy by token and applies it to every route. */
function allowStage(methodArn: string) {
  const [api, stage] = methodArn.split("/");
  return {
    Version: "2012-10-17",
    Statement: [{ Action: "execute-api:Invoke", Effect: "Allow", Resource: `${api}/${stage}/*` }],
  };
}
