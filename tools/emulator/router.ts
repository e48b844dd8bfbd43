import type { Change, Feature, Handler } from "./actions/feature";
import type { Reply } from "./protocol/reply";
import { type AwsRequest, parseRequest } from "./protocol/request";
import type { State } from "./state";

/** Asks moto. */
export type Upstream = (request: AwsRequest) => Promise<Reply>;

interface Step {
  readonly handler: Handler;
  readonly path: Readonly<Record<string, string>>;
}

/** Finds the features that handle a request. Each feature can pass the request to the next one, and the last one to moto. */
export class Router {
  private readonly features: readonly Feature[];
  private readonly state: State;
  private readonly upstream: Upstream;

  constructor(features: readonly Feature[], state: State, upstream: Upstream) {
    this.features = features;
    this.state = state;
    this.upstream = upstream;
  }

  answer(request: AwsRequest): Promise<Reply> {
    return this.run(request, this.steps(request));
  }

  private async run(request: AwsRequest, steps: readonly Step[]): Promise<Reply> {
    const [step, ...rest] = steps;
    if (step === undefined) {
      return this.upstream(request);
    }
    return step.handler({
      request,
      path: step.path,
      state: this.state,
      next: (change) => this.run(change === undefined ? request : changed(request, change), rest),
    });
  }

  private steps(request: AwsRequest): Step[] {
    const steps: Step[] = [];
    for (const feature of this.features) {
      if (feature.service !== request.service) {
        continue;
      }
      const byAction = request.action === undefined ? undefined : feature.actions?.[request.action];
      if (byAction !== undefined) {
        steps.push({ handler: byAction, path: {} });
      }
      if (request.action === undefined) {
        steps.push(...routesOf(feature, request));
      }
    }
    return steps;
  }
}

/** The request with the handler's changes, parsed again. */
function changed(request: AwsRequest, change: Change): AwsRequest {
  const search = request.query.size > 0 ? `?${request.query}` : "";
  const { method = request.method, path = request.path + search, body } = change;
  const headers = { ...request.headers, ...change.headers };
  // A body from a handler is not compressed, but the client's may have been.
  if (body !== undefined) {
    delete headers["content-encoding"];
  }
  return parseRequest(method, path, headers, body === undefined ? request.body : Buffer.from(body));
}

function* routesOf(feature: Feature, request: AwsRequest): Generator<Step> {
  for (const [route, handler] of Object.entries(feature.routes ?? {})) {
    const [method, pattern = ""] = route.split(" ");
    const path = method === request.method ? match(pattern, request.path) : undefined;
    if (path !== undefined) {
      yield { handler, path };
      return;
    }
  }
}

/** The named parts of a path that fits the pattern. A trailing slash makes no difference. */
function match(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split("/");
  const given = path.replace(/\/$/, "").split("/");
  if (wanted.length !== given.length) {
    return undefined;
  }
  const parts: Record<string, string> = {};
  for (const [index, step] of wanted.entries()) {
    const here = given[index] ?? "";
    const name = /^\{(.+)\}$/.exec(step)?.[1];
    if (name !== undefined) {
      parts[name] = decodeURIComponent(here);
    } else if (step !== here) {
      return undefined;
    }
  }
  return parts;
}
