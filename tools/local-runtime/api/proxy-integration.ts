import type { IncomingMessage } from "node:http";
import { GatewayFault } from "./gateway-fault";
import type { CallerContext } from "./request-authorizer";

/** A request as API Gateway passes it on to a function. */
export interface ProxyRequest {
  readonly message: IncomingMessage;
  readonly requestId: string;
  readonly method: string;
  /** Route of the description. */
  readonly route: string;
  readonly path: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  /** Names as sent. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly query: ReadonlyMap<string, readonly string[]>;
  readonly body: Buffer;
  readonly isBinary: boolean;
  readonly caller: CallerContext | undefined;
}

/** The stage that a request came through. */
export interface Stage {
  readonly name: string;
  readonly accountId: string;
}

/** A response for the client. */
export interface ProxyResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | Buffer;
}

/** Lambda's limit for an event and for a result, in bytes. */
const LARGEST_PAYLOAD = 6 * 1024 * 1024;

/**
 * The event of Lambda's proxy integration.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
export function proxyEvent(request: ProxyRequest, stage: Stage) {
  const { message, requestId, method, route, path, pathParameters, headers, query, body, isBinary, caller } = request;
  if (body.length > LARGEST_PAYLOAD) {
    throw new GatewayFault("INTEGRATION_FAILURE", "Internal server error");
  }
  return {
    httpMethod: method,
    resource: route,
    path,
    headers: lastValues(headers),
    multiValueHeaders: Object.fromEntries(headers),
    queryStringParameters: query.size > 0 ? lastValues(query) : null,
    multiValueQueryStringParameters: query.size > 0 ? Object.fromEntries(query) : null,
    pathParameters: Object.keys(pathParameters).length > 0 ? pathParameters : null,
    stageVariables: null,
    body: body.length === 0 ? null : body.toString(isBinary ? "base64" : "utf8"),
    isBase64Encoded: isBinary && body.length > 0,
    requestContext: {
      requestId,
      accountId: stage.accountId,
      stage: stage.name,
      resourcePath: route,
      httpMethod: method,
      path,
      protocol: `HTTP/${message.httpVersion}`,
      domainName: message.headers.host,
      requestTimeEpoch: Date.now(),
      ...caller,
      identity: {
        sourceIp: message.socket.remoteAddress,
        userAgent: message.headers["user-agent"] ?? null,
        ...caller?.identity,
      },
    },
  };
}

/**
 * The response that a function returned.
 *
 * @throws GatewayFault when the result is not one of Lambda's proxy integration
 */
export function proxyResponse(result: unknown): ProxyResponse {
  const { statusCode, headers = {}, multiValueHeaders = {}, body = "", isBase64Encoded } = fieldsOf(result);
  const status = Number(statusCode);
  const text = body ?? "";
  const malformed = !Number.isInteger(status) || status < 100 || status > 599 || typeof text !== "string";
  if (malformed || text.length > LARGEST_PAYLOAD) {
    throw new GatewayFault("DEFAULT_5XX", "Internal server error");
  }
  return {
    status,
    headers: { "Content-Type": "application/json", ...fieldsOf(headers), ...fieldsOf(multiValueHeaders) } as Record<
      string,
      string
    >,
    body: isBase64Encoded === true ? Buffer.from(text, "base64") : text,
  };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function lastValues(values: ReadonlyMap<string, readonly string[]>): Record<string, string> {
  return Object.fromEntries([...values].map(([name, all]) => [name, all.at(-1) ?? ""]));
}
