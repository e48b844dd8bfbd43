import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { Construct } from "constructs";
import { RestApi, type Throttling } from "../../modules/api/rest-api";
import { invocationArn } from "../../modules/functions/invocation-arn";
import type { LambdaFunction } from "../../modules/functions/lambda-function";
import { apiDescription, type SecurityScheme } from "../../modules/packaging/openapi";
import type { ApiLimits, ThrottledMethod } from "./api-limits";
import { type ItemsFunctionName, LIVE } from "./items-functions";
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

export interface ItemsApiProps extends RegionPartProps {
  /** The functions behind the routes. */
  readonly functions: Readonly<Record<ItemsFunctionName, LambdaFunction>>;
  /** How the API authorizes requests of the items routes. */
  readonly auth: ItemsAuth;
  /** Name of the stage. @default "dev" */
  readonly stage?: string | undefined;
  /** Whether the API answers at its `execute-api` endpoint. @default false */
  readonly defaultEndpoint?: boolean | undefined;
  /** Limits of the methods. */
  readonly methods: ApiLimits["methods"];
  /** Limits that all other methods share. @default those of `RestApi` */
  readonly throttling?: Throttling | undefined;
  /** Path of the health check. */
  readonly healthPath: string;
}

/** Path of the health check in the description. */
const DESCRIBED_HEALTH = "/health";

/** Method and path of each function, as in its resource policy. */
function routes(healthPath: string): Readonly<Record<ItemsFunctionName, string>> {
  return { "get-item": "GET/items/*", "create-item": "POST/items", health: `GET${healthPath}` };
}

/** Method and path of each method, as in the stage's settings. */
function methodRoutes(healthPath: string): Readonly<Record<ThrottledMethod, string>> {
  return { getItem: "GET /items/{item_id}", createItem: "POST /items", health: `GET ${healthPath}` };
}

/** The items API of one region, from `lambdas/items/openapi.yaml`. */
export class ItemsApi extends Construct {
  readonly api: RestApi;
  /** Name of the stage as text, without a reference. */
  readonly stage: string;

  constructor(scope: Construct, id: string, props: ItemsApiProps) {
    super(scope, id);
    const { name, auth, stage = "dev", throttling, kmsKeyArn, logRetentionInDays, healthPath } = props;
    const scheme = securityScheme(props);
    this.stage = stage;
    this.api = new RestApi(this, "api", {
      name,
      description: "Reads and creates items",
      body: apiDescription({
        path: "lambdas/items/openapi.yaml",
        invocations: Object.fromEntries(
          Object.keys(props.functions).map((which) => [which, liveArn(`${name}-${which}`, props)]),
        ),
        paths: { [DESCRIBED_HEALTH]: healthPath },
        ...(scheme ? { caller: scheme } : {}),
      }),
      stage,
      defaultEndpoint: props.defaultEndpoint,
      throttling,
      methodThrottling: methodThrottling(props),
      kmsKeyArn,
      logRetentionInDays,
    });
    // Limited to method and path: Lambda refuses calls by other APIs, other stages and the console's test.
    const permissions = Object.entries(routes(healthPath)).map(([which, route]) =>
      this.allow(which, props.functions[which as ItemsFunctionName], `${stage}/${route}`),
    );
    // The description names the aliases without a reference. Before they exist, every request would be answered with 500.
    this.api.serveAfter(
      ...permissions,
      ...(auth.type === "jwt" ? [this.allow("authorizer", auth.authorizer, "authorizers/*")] : []),
    );
  }

  private allow(id: string, called: LambdaFunction, path: string): LambdaPermission {
    return new LambdaPermission(this, `allow-${id}`, {
      statementId: "AllowItemsApi",
      functionName: called.name,
      ...(called.aliasName === undefined ? {} : { qualifier: called.aliasName }),
      action: "lambda:InvokeFunction",
      principal: "apigateway.amazonaws.com",
      sourceArn: `${this.api.executionArn}/${path}`,
    });
  }
}

/** Callers get the version behind the alias. */
function liveArn(functionName: string, { accountId, region }: RegionPartProps): string {
  return invocationArn(functionName, { accountId, region, alias: LIVE });
}

function methodThrottling({ methods, healthPath }: ItemsApiProps): Record<string, Throttling> {
  const entries = Object.entries(methodRoutes(healthPath));
  return Object.fromEntries(entries.map(([method, route]) => [route, methods[method as ThrottledMethod]]));
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html */
function securityScheme(props: ItemsApiProps): SecurityScheme | undefined {
  const { auth, name } = props;
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
      authorizerUri: liveArn(`${name}-authorizer`, props),
      authorizerResultTtlInSeconds: auth.cacheSeconds ?? 300,
      // API Gateway refuses other tokens than bearer tokens with three parts, without a call of the function.
      identityValidationExpression: "^[Bb]earer [\\w-]+\\.[\\w-]+\\.[\\w-]+$",
    },
  };
}
