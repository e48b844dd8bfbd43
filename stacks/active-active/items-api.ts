import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { Construct } from "constructs";
import { RestApi, type Throttling } from "../../modules/api/rest-api";
import { invocationArn } from "../../modules/functions/invocation-arn";
import type { LambdaFunction } from "../../modules/functions/lambda-function";
import { apiDescription, type SecurityScheme } from "../../modules/packaging/openapi";
import type { ItemsFunctionName } from "./items-functions";
import type { RegionPartProps } from "./region-part";

/** How the API authorizes requests of the items routes. `/health` is always public. */
export type ItemsAuth =
  | { readonly type: "none" }
  /**
   * Callers sign their requests with AWS credentials that allow `execute-api:Invoke`. API Gateway accepts SigV4 for its own region and
   * SigV4A. Only SigV4A works at the shared name, because Route 53 selects the region after the client has signed.
   */
  | { readonly type: "iam" }
  /** A function verifies bearer tokens. API Gateway caches its result for `cacheSeconds`. @default 300 */
  | { readonly type: "jwt"; readonly authorizer: LambdaFunction; readonly cacheSeconds?: number | undefined };

/** Limits of the stage and of single methods. */
type ItemsThrottling = Readonly<Partial<Record<"stage" | ThrottledMethod, Throttling | undefined>>>;

type ThrottledMethod = "getItem" | "createItem" | "health";

export interface ItemsApiProps extends RegionPartProps {
  /** The functions behind the routes. */
  readonly functions: Readonly<Record<ItemsFunctionName, LambdaFunction>>;
  /** How the API authorizes requests of the items routes. */
  readonly auth: ItemsAuth;
  /** Name of the stage. @default "dev" */
  readonly stage?: string | undefined;
  /** Whether the API answers at its `execute-api` endpoint. @default false */
  readonly defaultEndpoint?: boolean | undefined;
  /**
   * Limits in requests per second and burst. @default stage: those of `RestApi`; getItem: 400 and 800; createItem: 200 and 400;
   * health: 50 and 100, because three checker regions send about two requests per second
   */
  readonly throttling?: ItemsThrottling | undefined;
}

/** Method and path of each function, as in its resource policy. */
const ROUTES: Readonly<Record<ItemsFunctionName, string>> = {
  "get-item": "GET/items/*",
  "create-item": "POST/items",
  health: "GET/health",
};

const METHODS: Readonly<Record<ThrottledMethod, { readonly route: string; readonly limits: Throttling }>> = {
  getItem: { route: "GET /items/{item_id}", limits: { requestsPerSecond: 400, burst: 800 } },
  createItem: { route: "POST /items", limits: { requestsPerSecond: 200, burst: 400 } },
  health: { route: "GET /health", limits: { requestsPerSecond: 50, burst: 100 } },
};

/** The items API of one region, from `lambdas/items/openapi.yaml`. */
export class ItemsApi extends Construct {
  readonly api: RestApi;
  /** Name of the stage as text, without a reference. */
  readonly stage: string;

  constructor(scope: Construct, id: string, props: ItemsApiProps) {
    super(scope, id);
    const { name, auth, stage = "dev", throttling = {}, kmsKeyArn, logRetentionInDays } = props;
    const scheme = securityScheme(props);
    this.stage = stage;
    this.api = new RestApi(this, "api", {
      name,
      description: "Reads and creates items",
      body: apiDescription({
        path: "lambdas/items/openapi.yaml",
        invocations: Object.fromEntries(
          Object.keys(props.functions).map((which) => [which, invocationArn(`${name}-${which}`, props)]),
        ),
        ...(scheme ? { caller: scheme } : {}),
      }),
      stage,
      defaultEndpoint: props.defaultEndpoint,
      throttling: throttling.stage,
      methodThrottling: methodThrottling(throttling),
      kmsKeyArn,
      logRetentionInDays,
    });
    for (const [which, route] of Object.entries(ROUTES)) {
      // Limited to method and path: Lambda refuses calls by other APIs, other stages and the console's test.
      this.allow(which, props.functions[which as ItemsFunctionName], `${this.api.stageName}/${route}`);
    }
    if (auth.type === "jwt") {
      this.allow("authorizer", auth.authorizer, "authorizers/*");
    }
  }

  private allow(id: string, called: LambdaFunction, path: string): void {
    new LambdaPermission(this, `allow-${id}`, {
      statementId: "AllowItemsApi",
      functionName: called.name,
      action: "lambda:InvokeFunction",
      principal: "apigateway.amazonaws.com",
      sourceArn: `${this.api.executionArn}/${path}`,
    });
  }
}

function methodThrottling(given: ItemsThrottling): Record<string, Throttling> {
  const methods = Object.entries(METHODS).map(([method, { route, limits }]) => {
    const { requestsPerSecond = limits.requestsPerSecond, burst = limits.burst } =
      given[method as ThrottledMethod] ?? {};
    return [route, { requestsPerSecond, burst }];
  });
  return Object.fromEntries(methods);
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html */
function securityScheme({ auth, name, accountId, region }: ItemsApiProps): SecurityScheme | undefined {
  if (auth.type === "none") {
    return undefined;
  }
  const header = { type: "apiKey", name: "Authorization", in: "header" };
  if (auth.type === "iam") {
    return { ...header, "x-amazon-apigateway-authtype": "awsSigv4" };
  }
  return {
    ...header,
    "x-amazon-apigateway-authtype": "custom",
    "x-amazon-apigateway-authorizer": {
      type: "token",
      authorizerUri: invocationArn(`${name}-authorizer`, { accountId, region }),
      authorizerResultTtlInSeconds: auth.cacheSeconds ?? 300,
      // API Gateway refuses other tokens than bearer tokens with three parts, without a call of the function.
      identityValidationExpression: "^[Bb]earer [\\w-]+\\.[\\w-]+\\.[\\w-]+$",
    },
  };
}
