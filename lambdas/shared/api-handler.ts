import type { ApiEvent, ApiResult, FunctionContext } from "./api-event";
import { Logger } from "./logger";
import { Problem } from "./problem";

/** The answer of a route. `body` is JSON text, because numbers keep every digit only when they are written as text. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

type ApiHandler = (event: ApiEvent, context: FunctionContext) => Promise<ApiResult>;

/** Headers of every answer, unless a route has its own. Caches must not store an answer, because the next one can be different. */
const ALWAYS = {
  "Content-Type": "application/json",
  "Cache-Control": "no-store",
  "X-Content-Type-Options": "nosniff",
} as const;

/**
 * Wraps the work of one route. A {@link Problem} becomes its status with `{error: {code, message, request_id}}`. Any other
 * error becomes a 500 without details. Every request writes one line to the log.
 */
export function apiHandler(work: (event: ApiEvent, log: Logger) => Promise<Answer>): ApiHandler {
  return async (event, context) => {
    const started = performance.now();
    const requestId = event.requestContext.requestId;
    const log = Logger.ofInvocation(context).with({ request_id: requestId });
    const route = { http_method: event.httpMethod, route: event.resource };
    try {
      const answer = await work(event, log);
      log.info("answered", { ...route, status: answer.status, duration_ms: since(started) });
      return { statusCode: answer.status, headers: { ...ALWAYS, ...answer.headers }, body: answer.body };
    } catch (thrown) {
      const problem = thrown instanceof Problem ? thrown : internal();
      const facts = { ...route, status: problem.status, code: problem.code, duration_ms: since(started) };
      if (problem.status >= 500) {
        log.error("failed", thrown instanceof Problem ? (thrown.cause ?? thrown) : thrown, facts);
      } else {
        log.info("refused", facts);
      }
      return refusal(problem, requestId);
    }
  };
}

function refusal(problem: Problem, requestId: string): ApiResult {
  const { status, code, message, retryAfterSeconds } = problem;
  return {
    statusCode: status,
    headers: { ...ALWAYS, ...(retryAfterSeconds ? { "Retry-After": String(retryAfterSeconds) } : {}) },
    body: JSON.stringify({ error: { code, message, request_id: requestId } }),
  };
}

function internal(): Problem {
  return new Problem(500, "internal", "the request could not be handled");
}

function since(started: number): number {
  return Math.round(performance.now() - started);
}
