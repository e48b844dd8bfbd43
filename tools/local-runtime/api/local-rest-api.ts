import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { ApiEvent, ApiResult } from "../../../lambdas/shared/api-event";
import { closeServer, listenOnLoopback, readAll } from "../loopback-server";
import { type GatewayResponse, GatewayResponses, type GatewayResponseTemplates } from "./gateway-responses";
import { GatewayFault, type RequestAuthorizer } from "./request-authorizer";

/** One method of a REST API with Lambda proxy integration. */
interface Route {
  readonly method: string;
  /** Path in the API's description, e.g. `/items/{item_id}`. */
  readonly path: string;
  readonly invoke: (event: ApiEvent) => Promise<unknown>;
  /** Authorizes the requests. @default none, the route is public */
  readonly authorizer?: RequestAuthorizer;
}

export interface LocalRestApiOptions {
  readonly routes: readonly Route[];
  /** Content types whose bodies the function gets in base64. @default none */
  readonly binaryMediaTypes?: readonly string[];
  /** API Gateway's own responses, from the description. @default those of an API without gateway responses */
  readonly gatewayResponses?: GatewayResponseTemplates;
}

/** API Gateway's limit for a body, in bytes. */
const LARGEST_BODY = 10 * 1024 * 1024;

/** An API Gateway REST API on this machine. It converts HTTP requests to Lambda proxy events, and the results to responses. */
export class LocalRestApi {
  readonly url: string;
  private readonly server: Server;

  private constructor(server: Server, url: string) {
    this.server = server;
    this.url = url;
  }

  static async start(options: LocalRestApiOptions): Promise<LocalRestApi> {
    const responses = new GatewayResponses(options.gatewayResponses ?? {});
    const server = createServer({ maxHeaderSize: 32 * 1024 }, (request, response) => {
      const requestId = randomUUID();
      answer(options, request, requestId)
        .catch((error: unknown) => {
          const { type, message } =
            error instanceof GatewayFault ? error : new GatewayFault("DEFAULT_5XX", "Internal server error");
          return responses.render(type, message, requestId);
        })
        .then(({ status, headers, body }) => response.writeHead(status, headers).end(body))
        // The function returned headers or a status that HTTP does not allow.
        .catch(() => response.destroy());
    });
    return new LocalRestApi(server, await listenOnLoopback(server));
  }

  close(): Promise<void> {
    return closeServer(this.server);
  }
}

async function answer(
  options: LocalRestApiOptions,
  request: IncomingMessage,
  requestId: string,
): Promise<GatewayResponse> {
  const target = request.url ?? "/";
  const [path = "/", query = ""] = target.split(/\?(.*)/s);
  const match = options.routes
    .filter(({ method }) => method === request.method)
    .map((route) => ({ route, parameters: matchPath(route.path, path) }))
    .find(({ parameters }) => parameters);
  const body = await readAll(request);
  if (!match) {
    // A REST API's answer for an unknown route.
    throw new GatewayFault("MISSING_AUTHENTICATION_TOKEN", "Missing Authentication Token");
  }
  if (body.length > LARGEST_BODY) {
    throw new GatewayFault("REQUEST_TOO_LARGE", "Request Too Long");
  }
  const { route, parameters } = match;
  const headers = pairs(request.rawHeaders);
  const caller = await route.authorizer?.authorize({
    method: route.method,
    target,
    headers: byLowerCase(headers),
    body,
  });
  const binary = isBinary(request, options.binaryMediaTypes ?? []);
  const result = (await route.invoke({
    httpMethod: route.method,
    resource: route.path,
    multiValueHeaders: multiple(headers),
    multiValueQueryStringParameters: multiple([...new URLSearchParams(query)]),
    pathParameters: parameters ?? null,
    body: body.length === 0 ? null : body.toString(binary ? "base64" : "utf8"),
    isBase64Encoded: binary && body.length > 0,
    requestContext: { requestId, ...caller },
  })) as ApiResult;
  return { status: result.statusCode, headers: result.headers, body: result.body };
}

function byLowerCase(headers: readonly (readonly [string, string])[]): ReadonlyMap<string, readonly string[]> {
  return new Map(Object.entries(multiple(headers.map(([name, value]) => [name.toLowerCase(), value]))));
}

/** Path parameters, percent-encoded as in REST APIs, or undefined if the path does not match. */
function matchPath(template: string, path: string): Record<string, string> | undefined {
  const wanted = template.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) {
    return undefined;
  }
  const parameters: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? "";
    const name = /^\{(.+)\}$/.exec(part)?.[1];
    if (name && value) {
      parameters[name] = value;
    } else if (name || part !== value) {
      return undefined;
    }
  }
  return parameters;
}

function isBinary(request: IncomingMessage, types: readonly string[]): boolean {
  const type = (request.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  return types.includes(type) || types.includes("*/*");
}

function pairs(raw: readonly string[]): [string, string][] {
  return raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? ""] as [string, string]] : []));
}

function multiple(entries: readonly (readonly [string, string])[]): Record<string, string[]> {
  const values: Record<string, string[]> = Object.create(null);
  for (const [name, value] of entries) {
    values[name] = [...(values[name] ?? []), value];
  }
  return { ...values };
}
