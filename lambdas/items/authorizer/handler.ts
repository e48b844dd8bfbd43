import type { FunctionContext } from "../../shared/api-event";
import { required } from "../../shared/environment";
import { Logger } from "../../shared/logger";
import { Refused, TokenVerifier } from "./core";
import { parseIssuers } from "./issuers";

const verifier = new TokenVerifier(parseIssuers(required("ISSUERS")));

/** What API Gateway sends to a TOKEN authorizer. */
interface TokenEvent {
  readonly authorizationToken?: string;
  /** `arn:<partition>:execute-api:<region>:<account>:<api>/<stage>/<method>/<path>` */
  readonly methodArn: string;
}

/**
 * Lambda authorizer of the items API. Refusals become API Gateway's 401 by the one message it knows; keys that cannot be
 * had are thrown on and become its AUTHORIZER_FAILURE, which the API's description answers with 503.
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
    log.error("token could not be judged", error);
    throw new Error("keys unavailable");
  }
}

/** Allows the whole stage, not the one method: API Gateway caches the policy under the token and uses it for every route. */
function allowStage(methodArn: string) {
  const [api, stage] = methodArn.split("/");
  return {
    Version: "2012-10-17",
    Statement: [{ Action: "execute-api:Invoke", Effect: "Allow", Resource: `${api}/${stage}/*` }],
  };
}
