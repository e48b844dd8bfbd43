import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { performance } from "node:perf_hooks";
import { FunctionError } from "../functions/function-error";
import type { Invocation } from "../functions/function-pool";
import type { BackendApi } from "../model/backend";
import { describedMethods } from "./api-description";
import { ApiMethod, type ApiMethodOptions } from "./api-method";
import { GatewayFault } from "./gateway-fault";
import { GatewayResponses, type GatewayResponseTemplates } from "./gateway-responses";
import { HostNames } from "./host-names";
import { MethodThrottles } from "./method-throttles";
import { type ProxyResponse, proxyEvent, proxyResponse } from "./proxy-integration";
import { ClientGone, RequestBodies } from "./request-bodies";
import { pairs, received, valuesByName } from "./request-parts";
import { sendResponse } from "./response";
import { type RouteMatch, RouteTable } from "./route-table";

export interface LocalRestApiOptions extends Omit<ApiMethodOptions, "stage"> {
  readonly api: BackendApi;
  /** Host names of the API, in addition to `localhost` and loopback addresses. @default every name */
  readonly names?: readonly string[];
  /** Called for every request that was answered. @default nothing */
  readonly onRequest?: (request: FinishedRequest) => void;
}

/** A request that was answered, for statistics and logs. */
export interface FinishedRequest {
  readonly requestId: string;
  readonly method: string;
  /** Path in the API's description, e.g. `/items/{item_id}`. Undefined for an unknown route. */
  readonly route: string | undefined;
  readonly status: number;
  readonly durationMs: number;
  /** Whether the request started an execution. Undefined if no function answered. */
  readonly coldStart: boolean | undefined;
  /** Whether the client closed the connection before the answer was sent. */
  readonly aborted: boolean;
}

/** A response, and whether its function was started for it. */
type Answer = ProxyResponse & { readonly coldStart?: boolean };

/**
 * The REST API of one region, made from its OpenAPI description. It answers requests of any HTTP server: the region's own, and that of
 * the shared name.
 */
export class LocalRestApi {
  private readonly options: LocalRestApiOptions;
  private readonly routes: RouteTable<ApiMethod>;
  private readonly responses: GatewayResponses;
  private readonly throttles: MethodThrottles;
  private readonly bodies = new RequestBodies();
  private readonly names: HostNames | undefined;
  private readonly binaryTypes: ReadonlySet<string>;

  /** @throws UsageError for a description that the local runtime cannot emulate */
  constructor(options: LocalRestApiOptions) {
    const { api, names, now = Date.now } = options;
    const { description, stage, throttles } = api;
    this.options = options;
    this.routes = new RouteTable(
      describedMethods(description).map((described) => new ApiMethod(described, { ...options, stage })),
    );
    this.responses = new GatewayResponses(
      (description["x-amazon-apigateway-gateway-responses"] ?? {}) as GatewayResponseTemplates,
    );
    this.throttles = new MethodThrottles(throttles, now);
    this.names = names && new HostNames(names);
    this.binaryTypes = new Set((description["x-amazon-apigateway-binary-media-types"] ?? []) as readonly string[]);
  }

  /** Answers a request. Never rejects. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const startedAt = performance.now();
    const requestId = randomUUID();
    const { method = "GET", url: target = "/" } = request;
    const match = this.routes.find(method, target.split("?", 1)[0] ?? "/");
    const answer: Answer | undefined = await this.answer(request, match, requestId).catch((error: unknown) =>
      error instanceof ClientGone ? undefined : this.refusal(error, requestId),
    );
    const aborted = answer === undefined || response.destroyed;
    if (answer !== undefined) {
      const fallback = this.refusal(new GatewayFault("DEFAULT_5XX", "Internal server error"), requestId);
      sendResponse(request, response, { ...answer, requestId }, { ...fallback, requestId });
    }
    this.options.onRequest?.({
      requestId,
      method,
      route: match?.route.path,
      // 499 is nginx's status for a client that went away.
      status: answer?.status ?? 499,
      durationMs: performance.now() - startedAt,
      coldStart: answer?.coldStart,
      aborted,
    });
  }

  private async answer(
    message: IncomingMessage,
    match: RouteMatch<ApiMethod> | undefined,
    requestId: string,
  ): Promise<Answer> {
    if (this.names?.permit(message.headers.host) === false) {
      throw new GatewayFault("ACCESS_DENIED", "Forbidden");
    }
    if (!match) {
      // A REST API's answer for an unknown route.
      throw new GatewayFault("MISSING_AUTHENTICATION_TOKEN", "Missing Authentication Token");
    }
    const { route, pathParameters } = match;
    if (!this.throttles.permits(route.method, route.path)) {
      throw new GatewayFault("THROTTLED", "Too Many Requests");
    }
    return await this.bodies.with(message, async (body) => {
      const request = received(message, body);
      const caller = await route.authorize(request);
      const [path = "/", search = ""] = request.target.split(/\?(.*)/s);
      const query = valuesByName(new URLSearchParams(search));
      route.validate({ ...request, pathParameters, query });
      const event = proxyEvent(
        {
          ...{ message, requestId, path, pathParameters, query, body, caller },
          method: request.method,
          route: route.path,
          headers: valuesByName(pairs(message.rawHeaders)),
          isBinary: this.isBinary(message),
        },
        { name: this.options.api.stage, accountId: this.options.accountId },
      );
      const { result, coldStart } = await this.invoke(route, event);
      return { ...proxyResponse(result), coldStart };
    });
  }

  private async invoke({ functionName, timeoutMs }: ApiMethod, event: unknown): Promise<Invocation> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new GatewayFault("INTEGRATION_TIMEOUT", "Endpoint request timed out")),
        timeoutMs,
      );
    });
    try {
      return await Promise.race([this.options.invoke(functionName, event), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  private refusal(error: unknown, requestId: string): ProxyResponse {
    const { type, message } = faultOf(error);
    return this.responses.render(type, message, requestId);
  }

  private isBinary({ headers }: IncomingMessage): boolean {
    const type = (headers["content-type"] ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
    return this.binaryTypes.has(type) || this.binaryTypes.has("*/*");
  }
}

/**
 * The gateway response of an error. A REST API reports a throttled function as a failed integration, not as 429.
 * https://repost.aws/knowledge-center/api-gateway-internal-server-error
 */
function faultOf(error: unknown): GatewayFault {
  if (error instanceof GatewayFault) {
    return error;
  }
  const throttled = error instanceof FunctionError && error.fault === "throttled";
  return new GatewayFault(throttled ? "INTEGRATION_FAILURE" : "DEFAULT_5XX", "Internal server error");
}
