import { GatewayFault } from "./gateway-fault";
import type { CallerContext, RequestAuthorizer } from "./request-authorizer";
import type { ReceivedRequest } from "./signatures/canonical-request";

export interface TokenAuthorizerOptions {
  /** Invokes the authorizer's function. */
  readonly invoke: (event: { type: "TOKEN"; authorizationToken: string; methodArn: string }) => Promise<unknown>;
  /** Start of the methods' ARNs, `arn:<partition>:execute-api:<region>:<account>:<api>/<stage>`. */
  readonly stageArn: string;
  /** `identityValidationExpression` of the description. Other tokens get 401 without a call of the function. @default every token */
  readonly accepts?: RegExp;
  /** Seconds to cache a result by token, 0 for none. @default 300 */
  readonly cacheSeconds?: number;
  /** Milliseconds since 1970. @default the machine's time */
  readonly now?: () => number;
}

/** Tokens in the cache. */
const LARGEST_CACHE = 10_000;

interface Policy {
  readonly principalId: string;
  readonly policyDocument: { readonly Statement: readonly Statement[] };
  readonly context?: Readonly<Record<string, string | number | boolean>>;
}

interface Statement {
  readonly Effect: string;
  readonly Action: string;
  readonly Resource: string | readonly string[];
}

/** A TOKEN authorizer: a function returns a policy, which is cached by token and applied to every route. */
export class TokenAuthorizer implements RequestAuthorizer {
  private readonly options: TokenAuthorizerOptions;
  private readonly cached = new Map<string, { readonly policy: Policy; readonly until: number }>();

  constructor(options: TokenAuthorizerOptions) {
    this.options = options;
  }

  async authorize({ method, target, headers }: ReceivedRequest): Promise<CallerContext> {
    const [token = ""] = headers.get("authorization") ?? [];
    if (token === "" || !(this.options.accepts?.test(token) ?? true)) {
      throw new GatewayFault("UNAUTHORIZED", "Unauthorized");
    }
    const methodArn = `${this.options.stageArn}/${method}${target.split("?", 1)[0]}`;
    const policy = await this.policyOf(token, methodArn);
    if (!allows(policy, methodArn)) {
      throw new GatewayFault("ACCESS_DENIED", "User is not authorized to access this resource");
    }
    const values = Object.entries(policy.context ?? {}).map(([name, value]) => [name, String(value)]);
    return { authorizer: { ...Object.fromEntries(values), principalId: policy.principalId } };
  }

  private async policyOf(token: string, methodArn: string): Promise<Policy> {
    const { now = Date.now, cacheSeconds = 300 } = this.options;
    const known = this.cached.get(token);
    if (known && known.until > now()) {
      return known.policy;
    }
    const policy = await this.ask(token, methodArn);
    if (cacheSeconds > 0) {
      // The newest is at the end.
      this.cached.delete(token);
      this.cached.set(token, { policy, until: now() + cacheSeconds * 1000 });
    }
    if (this.cached.size > LARGEST_CACHE) {
      const [oldest = ""] = this.cached.keys();
      this.cached.delete(oldest);
    }
    return policy;
  }

  private async ask(authorizationToken: string, methodArn: string): Promise<Policy> {
    try {
      return (await this.options.invoke({ type: "TOKEN", authorizationToken, methodArn })) as Policy;
    } catch (error) {
      // API Gateway distinguishes this message from every other error.
      const refused = error instanceof Error && error.message === "Unauthorized";
      throw new GatewayFault(refused ? "UNAUTHORIZED" : "AUTHORIZER_FAILURE", refused ? "Unauthorized" : "null");
    }
  }
}

/** A denial wins over every permission, as in IAM. */
function allows({ policyDocument }: Policy, methodArn: string): boolean {
  const effects = policyDocument.Statement.filter(
    ({ Action, Resource }) =>
      matches(Action, "execute-api:Invoke") && [Resource].flat().some((pattern) => matches(pattern, methodArn)),
  ).map(({ Effect }) => Effect);
  return effects.includes("Allow") && !effects.includes("Deny");
}

function matches(pattern: string, text: string): boolean {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${escaped}$`, "s").test(text);
}
