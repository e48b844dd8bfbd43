/**
 * Fields of a REST API's access log. They contain no bodies and paths, and no headers except the user agent.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
 */
export const REST_API_ACCESS_LOG = {
  requestId: "$context.requestId",
  extendedRequestId: "$context.extendedRequestId",
  xrayTraceId: "$context.xrayTraceId",
  time: "$context.requestTime",
  // ARN and unique ID of the principal. Empty unless the request is signed.
  caller: "$context.identity.userArn",
  callerId: "$context.identity.caller",
  // Subject and issuer of the token. Empty unless a Lambda authorizer returned them.
  subject: "$context.authorizer.principalId",
  issuer: "$context.authorizer.issuer",
  sourceIp: "$context.identity.sourceIp",
  userAgent: "$context.identity.userAgent",
  domainName: "$context.domainName",
  method: "$context.httpMethod",
  // The route, not the path, which may contain identifiers.
  route: "$context.resourcePath",
  protocol: "$context.protocol",
  status: "$context.status",
  responseLength: "$context.responseLength",
  latencyMs: "$context.responseLatency",
  integrationLatencyMs: "$context.integrationLatency",
  integrationStatus: "$context.integration.status",
  authorizerStatus: "$context.authorizer.status",
  error: "$context.error.responseType",
} as const;

/**
 * Fields of an HTTP API's access log, without headers and bodies.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
 */
export const HTTP_API_ACCESS_LOG = {
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

/** With JWTs, the HTTP API's log has the token's subject in place of an IAM principal. */
export const TOKEN_CALLER = { caller: "$context.authorizer.claims.sub" } as const;
