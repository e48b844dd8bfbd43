import type { ApiEvent } from "../../../lambdas/shared/api-event";
import { GatewayFault } from "./gateway-fault";
import type { ReceivedRequest } from "./signatures/canonical-request";
import type { SignatureCheck } from "./signatures/signature-check";

/** Part of the request context that says who the caller is. */
export type CallerContext = Pick<ApiEvent["requestContext"], "authorizer" | "identity">;

/** Authorizes requests as API Gateway does. */
export interface RequestAuthorizer {
  /** @throws GatewayFault when the request is refused */
  authorize(request: ReceivedRequest): Promise<CallerContext>;
}

/** Authorization `AWS_IAM`: signed requests. Every known principal may call every route. */
export class SignatureAuthorizer implements RequestAuthorizer {
  private readonly signatures: SignatureCheck;

  constructor(signatures: SignatureCheck) {
    this.signatures = signatures;
  }

  async authorize(request: ReceivedRequest): Promise<CallerContext> {
    const result = this.signatures.check(request);
    if (typeof result === "string") {
      throw new GatewayFault(result, "The request is not signed as required");
    }
    const { userArn, caller } = result;
    return { identity: { userArn, caller, cognitoIdentityId: null } };
  }
}
