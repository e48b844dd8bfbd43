import type { Invocation } from "../functions/function-pool";
import type { DescribedMethod, MethodAuth } from "./api-description";
import { type CallerContext, type RequestAuthorizer, SignatureAuthorizer } from "./request-authorizer";
import { RequestValidator, type ValidatedRequest } from "./request-validator";
import type { ReceivedRequest } from "./signatures/canonical-request";
import { type Principal, SignatureCheck } from "./signatures/signature-check";
import { TokenAuthorizer } from "./token-authorizer";

export interface ApiMethodOptions {
  readonly region: string;
  readonly accountId: string;
  readonly stage: string;
  /** Invokes a function by its name. @throws FunctionError when it has no result */
  readonly invoke: (functionName: string, event: unknown) => Promise<Invocation>;
  /** Principals that may call methods with `AWS_IAM`. @default none */
  readonly principals?: readonly Principal[];
  /** Authorizes all methods that are not public. @default the authorizers of the description */
  readonly authorizer?: RequestAuthorizer;
  /** Milliseconds since 1970, for limits, signatures and caches. @default the machine's time */
  readonly now?: () => number;
}

/** One method of a REST API: its authorizer, its validator and its function. */
export class ApiMethod {
  readonly method: string;
  readonly path: string;
  readonly functionName: string;
  readonly timeoutMs: number;
  private readonly authorizer: RequestAuthorizer | undefined;
  private readonly validator: RequestValidator;

  constructor(described: DescribedMethod, options: ApiMethodOptions) {
    const { method, path, functionName, timeoutMs, auth } = described;
    this.method = method;
    this.path = path;
    this.functionName = functionName;
    this.timeoutMs = timeoutMs;
    this.authorizer = auth.type === "none" ? undefined : (options.authorizer ?? authorizerOf(auth, options));
    this.validator = new RequestValidator(described);
  }

  /** @throws GatewayFault when the request is refused */
  async authorize(request: ReceivedRequest): Promise<CallerContext | undefined> {
    return await this.authorizer?.authorize(request);
  }

  /** @throws GatewayFault when the request is invalid */
  validate(request: ValidatedRequest): void {
    this.validator.validate(request);
  }
}

function authorizerOf(auth: Exclude<MethodAuth, { type: "none" }>, options: ApiMethodOptions): RequestAuthorizer {
  const { region, accountId, stage, principals = [], now = Date.now, invoke } = options;
  if (auth.type === "iam") {
    return new SignatureAuthorizer(new SignatureCheck({ region, principals, now: () => new Date(now()) }));
  }
  return new TokenAuthorizer({
    invoke: async (event) => (await invoke(auth.functionName, event)).result,
    stageArn: `arn:aws:execute-api:${region}:${accountId}:local/${stage}`,
    cacheSeconds: auth.cacheSeconds,
    ...(auth.accepts ? { accepts: auth.accepts } : {}),
    now,
  });
}
