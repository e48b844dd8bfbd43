import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { RestApi, type Throttling } from "../../modules/api/rest-api";
import { invocationArn } from "../../modules/functions/invocation-arn";
import type { LambdaFunction } from "../../modules/functions/lambda-function";
import { apiDescription, type SecurityScheme } from "../../modules/packaging/openapi";
import type { ItemsFunctionName } from "./items-functions";

/** Who may call the items routes; `/health` is open whatever stands here. */
export type ItemsAuth =
  | { readonly type: "none" }
  /** Callers sign with AWS credentials that may `execute-api:Invoke`. */
  | { readonly type: "iam" }
  /** A function judges bearer tokens, and API Gateway believes it for `cacheSeconds`. */
  | { readonly type: "jwt"; readonly authorizer: LambdaFunction; readonly cacheSeconds: number };

export interface ItemsApiProps {
  /** Name of the API and prefix of the functions' names, e.g. `project-x-prod-items-eu-west-1`. */
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  readonly functions: Readonly<Record<ItemsFunctionName, LambdaFunction>>;
  readonly auth: ItemsAuth;
  readonly stage: string;
  readonly throttling: Readonly<Record<"stage" | "getItem" | "createItem" | "health", Throttling>>;
  /** ARN of a key whose policy lets CloudWatch Logs use it. */
  readonly kmsKeyArn: string;
  readonly logRetentionInDays: number;
  /** What lets API Gateway write logs in this region. */
  readonly logging: ITerraformDependable;
}

/** Method and path of each function, as a permission to call it writes them. */
const ROUTES: Readonly<Record<ItemsFunctionName, string>> = {
  "get-item": "GET/items/*",
  "create-item": "POST/items",
  health: "GET/health",
};

/** The items API of one region, made from `lambdas/items/openapi.yaml`. */
export class ItemsApi extends Construct {
  readonly api: RestApi;

  constructor(scope: Construct, id: string, props: ItemsApiProps) {
    super(scope, id);
    const { name, auth, throttling } = props;
    const scheme = securityScheme(props);
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
      stage: props.stage,
      throttling: throttling.stage,
      methodThrottling: {
        "GET /items/{item_id}": throttling.getItem,
        "POST /items": throttling.createItem,
        "GET /health": throttling.health,
      },
      kmsKeyArn: props.kmsKeyArn,
      logRetentionInDays: props.logRetentionInDays,
      logging: props.logging,
    });
    for (const [which, route] of Object.entries(ROUTES)) {
      // By method and path: another API, another stage or a test invocation is refused.
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
      authorizerResultTtlInSeconds: auth.cacheSeconds,
      // What is no bearer token of three parts is refused without a call.
      identityValidationExpression: "^[Bb]earer [\\w-]+\\.[\\w-]+\\.[\\w-]+$",
    },
  };
}
