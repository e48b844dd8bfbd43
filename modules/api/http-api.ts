import { Apigatewayv2Api } from "@cdktf/provider-aws/lib/apigatewayv2-api";
import { Apigatewayv2Authorizer } from "@cdktf/provider-aws/lib/apigatewayv2-authorizer";
import { Apigatewayv2Integration } from "@cdktf/provider-aws/lib/apigatewayv2-integration";
import { Apigatewayv2Route } from "@cdktf/provider-aws/lib/apigatewayv2-route";
import { Apigatewayv2Stage } from "@cdktf/provider-aws/lib/apigatewayv2-stage";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { Construct } from "constructs";
import { ExpiringLogGroup } from "../monitoring/expiring-log-group";
import { ensure } from "../shared/errors";

export interface HttpApiProps {
  readonly name: string;
  readonly description: string;
  /** Requests that a function answers. */
  readonly routes: readonly HttpApiRoute[];
  /** Who may call. @default requests that are signed with SigV4 */
  readonly auth?: HttpApiAuth | undefined;
  /** Requests per second in the long run, and at once; more get a 429. */
  readonly requestsPerSecond: number;
  readonly burst: number;
  readonly kmsKeyArn: string;
  readonly logRetentionInDays: number;
}

export type HttpApiAuth =
  /** Callers sign with AWS credentials that may `execute-api:Invoke`. */
  | { readonly type: "iam" }
  /** Callers bring a token of this issuer for one of these audiences; API Gateway checks it by itself. */
  | { readonly type: "jwt"; readonly issuer: string; readonly audience: readonly string[] };

export interface HttpApiRoute {
  /** E.g. `GET`. */
  readonly method: string;
  /** E.g. `/databases`. */
  readonly path: string;
  readonly target: { readonly arn: string; readonly name: string };
  /** Milliseconds that the API waits for the function, 50 to 30,000. */
  readonly timeoutMilliseconds: number;
}

/** Who called what, how it went and where the time was spent. Nothing of headers or bodies. */
const ACCESS_LOG = {
  requestId: "$context.requestId",
  time: "$context.requestTime",
  caller: "$context.identity.userArn",
  sourceIp: "$context.identity.sourceIp",
  route: "$context.routeKey",
  status: "$context.status",
  latency: "$context.responseLatency",
  integrationLatency: "$context.integrationLatency",
  error: "$context.error.message",
  integrationError: "$context.integrationErrorMessage",
} as const;

/** Whom a token is about, in place of a principal of AWS. */
const TOKEN_CALLER = { caller: "$context.authorizer.claims.sub" } as const;

/**
 * An HTTP API whose callers sign their requests (`AWS_IAM`), so that IAM policies with `execute-api:Invoke` say who may
 * call, or bring a token of an issuer. No route is open. HTTP APIs have neither web ACLs nor X-Ray; the function behind it is traced.
 */
export class HttpApi extends Construct {
  readonly apiId: string;
  /** `https://...`, without a trailing slash. */
  readonly url: string;
  /** ARN that IAM policies name, without stage and method. */
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
      // Any stage of this API, this request alone.
      sourceArn: `${this.executionArn}/*/${method}${path}`,
    });
  }

  private createStage(props: HttpApiProps): void {
    const logs = new ExpiringLogGroup(this, "access-log", {
      name: `/aws/apigateway/${props.name}`,
      kmsKeyArn: props.kmsKeyArn,
      retentionInDays: props.logRetentionInDays,
    });
    new Apigatewayv2Stage(this, "stage", {
      apiId: this.apiId,
      name: "$default",
      autoDeploy: true,
      accessLogSettings: {
        destinationArn: logs.arn,
        format: JSON.stringify({ ...ACCESS_LOG, ...(props.auth?.type === "jwt" ? TOKEN_CALLER : {}) }),
      },
      defaultRouteSettings: {
        detailedMetricsEnabled: true,
        throttlingRateLimit: props.requestsPerSecond,
        throttlingBurstLimit: props.burst,
      },
    });
  }
}
