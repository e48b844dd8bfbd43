import { Apigatewayv2Api } from "@cdktf/provider-aws/lib/apigatewayv2-api";
import { Apigatewayv2Authorizer } from "@cdktf/provider-aws/lib/apigatewayv2-authorizer";
import { Apigatewayv2Integration } from "@cdktf/provider-aws/lib/apigatewayv2-integration";
import { Apigatewayv2Route } from "@cdktf/provider-aws/lib/apigatewayv2-route";
import { Apigatewayv2Stage } from "@cdktf/provider-aws/lib/apigatewayv2-stage";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { Construct } from "constructs";
import { ExpiringLogGroup } from "../monitoring/expiring-log-group";
import { ensure } from "../shared/errors";
import { HTTP_API_ACCESS_LOG, TOKEN_CALLER } from "./access-log-format";

export interface HttpApiProps {
  /** Name of the API and end of its log group's name. */
  readonly name: string;
  /** What the API is for, in one sentence. */
  readonly description: string;
  /** Routes, each with the function behind it. At least one, each once. */
  readonly routes: readonly HttpApiRoute[];
  /** ARN of a key whose policy allows CloudWatch Logs to use it. */
  readonly kmsKeyArn: string;
  /** How the API authorizes requests. @default `{ type: "iam" }`: callers sign their requests with SigV4 */
  readonly auth?: HttpApiAuth | undefined;
  /** Requests per second on average. API Gateway answers further requests with 429. @default 500 */
  readonly requestsPerSecond?: number | undefined;
  /** Requests at the same time. API Gateway answers further requests with 429. @default 1000 */
  readonly burst?: number | undefined;
  /** Days to keep the access log. @default 365 */
  readonly logRetentionInDays?: number | undefined;
}

export type HttpApiAuth =
  /** Callers sign their requests with AWS credentials that allow `execute-api:Invoke`. */
  | { readonly type: "iam" }
  /** Callers send a JWT of this issuer for one of these audiences. API Gateway verifies it without a function. */
  | { readonly type: "jwt"; readonly issuer: string; readonly audience: readonly string[] };

export interface HttpApiRoute {
  /** HTTP method, e.g. `GET`. */
  readonly method: string;
  /** Path, e.g. `/databases`. */
  readonly path: string;
  /** The Lambda function: ARN and name. */
  readonly target: { readonly arn: string; readonly name: string };
  /** Timeout of the integration in milliseconds, 50 to 30,000 (API Gateway quotas, "HTTP API"). */
  readonly timeoutMilliseconds: number;
}

/**
 * An HTTP API for Lambda functions. Callers sign their requests (`AWS_IAM`) or send a JWT. No route is public. HTTP APIs support
 * neither web ACLs nor X-Ray, but X-Ray traces the functions.
 */
export class HttpApi extends Construct {
  /** ID of the API. */
  readonly apiId: string;
  /** Endpoint, `https://...` without a trailing slash. */
  readonly url: string;
  /** ARN for IAM policies with `execute-api:Invoke`, without stage, method and path. */
  readonly executionArn: string;
  /** Escape hatch: the underlying `aws_apigatewayv2_api`. */
  readonly resource: Apigatewayv2Api;

  constructor(scope: Construct, id: string, props: HttpApiProps) {
    super(scope, id);
    const { name, description, routes, auth = { type: "iam" } } = props;
    const keys = routes.map(({ method, path }) => `${method} ${path}`);
    ensure(keys.length > 0 && new Set(keys).size === keys.length, "routes", "name each request once", keys);
    this.resource = new Apigatewayv2Api(this, "Resource", { name, description, protocolType: "HTTP" });
    this.apiId = this.resource.id;
    this.url = this.resource.apiEndpoint;
    this.executionArn = this.resource.executionArn;
    const authorization = this.createAuthorization(name, auth);
    for (const route of routes) {
      this.createRoute(route, authorization);
    }
    this.createStage(props);
  }

  /** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html */
  private createAuthorization(name: string, auth: HttpApiAuth) {
    if (auth.type === "iam") {
      return { authorizationType: "AWS_IAM" };
    }
    const authorizer = new Apigatewayv2Authorizer(this, "authorizer", {
      apiId: this.apiId,
      name,
      authorizerType: "JWT",
      identitySources: ["$request.header.Authorization"],
      jwtConfiguration: { issuer: auth.issuer, audience: [...auth.audience] },
    });
    return { authorizationType: "JWT", authorizerId: authorizer.id };
  }

  private createRoute(
    { method, path, target, timeoutMilliseconds }: HttpApiRoute,
    authorization: { readonly authorizationType: string; readonly authorizerId?: string },
  ): void {
    const key = `${method.toLowerCase()}${path.replace(/[^a-z0-9]+/gi, "-").replace(/-$/, "")}`;
    const integration = new Apigatewayv2Integration(this, `${key}-integration`, {
      apiId: this.apiId,
      integrationType: "AWS_PROXY",
      integrationUri: target.arn,
      integrationMethod: "POST",
      payloadFormatVersion: "2.0",
      timeoutMilliseconds,
    });
    new Apigatewayv2Route(this, key, {
      apiId: this.apiId,
      routeKey: `${method} ${path}`,
      ...authorization,
      target: `integrations/${integration.id}`,
    });
    new LambdaPermission(this, `${key}-permission`, {
      functionName: target.name,
      action: "lambda:InvokeFunction",
      principal: "apigateway.amazonaws.com",
      // Every stage of this API, but only this method and path.
      sourceArn: `${this.executionArn}/*/${method}${path}`,
    });
  }

  private createStage(props: HttpApiProps): void {
    const { name, auth, requestsPerSecond = 500, burst = 1000, kmsKeyArn, logRetentionInDays } = props;
    const logs = new ExpiringLogGroup(this, "access-log", {
      name: `/aws/apigateway/${name}`,
      kmsKeyArn,
      retentionInDays: logRetentionInDays,
    });
    new Apigatewayv2Stage(this, "stage", {
      apiId: this.apiId,
      name: "$default",
      autoDeploy: true,
      accessLogSettings: {
        destinationArn: logs.arn,
        format: JSON.stringify({ ...HTTP_API_ACCESS_LOG, ...(auth?.type === "jwt" ? TOKEN_CALLER : {}) }),
      },
      defaultRouteSettings: {
        detailedMetricsEnabled: true,
        throttlingRateLimit: requestsPerSecond,
        throttlingBurstLimit: burst,
      },
    });
  }
}
