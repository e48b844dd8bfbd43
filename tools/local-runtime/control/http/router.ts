import type { IncomingMessage, ServerResponse } from "node:http";
import { inspect } from "node:util";
import { UsageError } from "../../../shared/usage-error";
import type { Controllable } from "../controllable";
import { parseOperation, parseRequest } from "../operation-schema";
import { HttpFault, SECURITY_HEADERS, sendFault, sendJson } from "./answer";
import type { EventStream } from "./event-stream";
import { readJson } from "./json-body";
import { PageFiles } from "./page-files";
import type { RequestGuard } from "./request-guard";

interface Route {
  readonly method: "GET" | "POST";
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;
}

/** Answers the requests of the control API and of its page. */
export class Router {
  private readonly guard: RequestGuard;
  private readonly page = new PageFiles();
  private readonly routes: ReadonlyMap<string, Route>;

  constructor(controllable: Controllable, events: EventStream, guard: RequestGuard) {
    this.guard = guard;
    this.routes = new Map<string, Route>([
      ["/state", { method: "GET", handle: (_request, response) => sendJson(response, 200, controllable.state()) }],
      ["/events", { method: "GET", handle: (_request, response) => events.subscribe(response) }],
      ["/operations", { method: "POST", handle: (request, response) => operate(controllable, request, response) }],
      ["/requests", { method: "POST", handle: (request, response) => sendOn(controllable, request, response) }],
    ]);
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await this.handle(request, response);
    } catch (error) {
      sendFault(response, faultOf(error));
    }
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = this.guard.pathOf(request);
    if (path === undefined) {
      // Relative URLs of the page need the slash.
      response.writeHead(308, { ...SECURITY_HEADERS, location: `${request.url?.split(/[?#]/)[0]}/` }).end();
      return;
    }
    const route = this.routes.get(path) ?? this.fileRoute(path);
    if (!route) {
      throw new HttpFault(404, "not found");
    }
    if (request.method !== route.method) {
      throw new HttpFault(405, `the method must be ${route.method}, got ${request.method}`, { allow: route.method });
    }
    await route.handle(request, response);
  }

  private fileRoute(path: string): Route | undefined {
    return this.page.has(path)
      ? { method: "GET", handle: (_request, response) => this.page.send(path, response) }
      : undefined;
  }
}

async function operate(controllable: Controllable, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const input = await readJson(request);
  const names = controllable.state().regions.map(({ name }) => name);
  await controllable.perform(checked(() => parseOperation(input, names)));
  response.writeHead(204, SECURITY_HEADERS).end();
}

async function sendOn(controllable: Controllable, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const input = await readJson(request);
  const { method, path, body } = checked(() => parseRequest(input));
  sendJson(response, 200, await controllable.send(method, path, body));
}

/** A problem of the input is the client's fault. A UsageError of the runtime is a conflict with its state. */
function checked<Output>(parse: () => Output): Output {
  try {
    return parse();
  } catch (error) {
    throw error instanceof UsageError ? new HttpFault(400, error.message) : error;
  }
}

function faultOf(error: unknown): HttpFault {
  if (error instanceof HttpFault) {
    return error;
  }
  if (error instanceof UsageError) {
    return new HttpFault(409, error.message);
  }
  if (error instanceof Error && "code" in error && error.code === "ECONNRESET") {
    // The client has gone before it sent its whole body.
    return new HttpFault(400, "the request must be complete, got a part of it");
  }
  // A bug of the runtime. Its developers need the stack trace.
  process.stderr.write(`${inspect(error)}\n`);
  return new HttpFault(500, "the runtime must perform the request, got an error; its output has the details");
}
