import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { connect, type Socket } from "node:net";
import { ApiListener } from "../../../../tools/local-runtime/api/api-listener";
import {
  type FinishedRequest,
  LocalRestApi,
  type LocalRestApiOptions,
} from "../../../../tools/local-runtime/api/local-rest-api";
import { FunctionError } from "../../../../tools/local-runtime/functions/function-error";
import type { BackendRegion } from "../../../../tools/local-runtime/model/backend";
import { readBackend } from "../../../../tools/local-runtime/model/read-backend";
import { signRequest } from "../../../../tools/shared/sign-request";
import { activeActive } from "../../../helpers/active-active";
import { eventually } from "../../../helpers/eventually";
import { loadedStacks } from "../../../helpers/loaded-stacks";

type Auth = NonNullable<NonNullable<Parameters<typeof activeActive>[0]>["api"]>;

const OPEN: Auth = { auth: { type: "none" } };
const MIB = 1024 * 1024;

interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads any response
  readonly json: any;
}

/** A synthesis takes most of the time of a test, so tests with the same API share one. */
const REGIONS = new Map<Auth, BackendRegion>();

function regionOf(api: Auth): BackendRegion {
  const region = REGIONS.get(api) ?? readBackend("test", loadedStacks(activeActive({ api }))).regions[0];
  if (!region) {
    throw new Error("no region");
  }
  REGIONS.set(api, region);
  return region;
}

describe("LocalRestApi", () => {
  const listeners: ApiListener[] = [];
  let events: { readonly name: string; readonly event: unknown }[];
  let finished: FinishedRequest[];
  beforeEach(() => {
    events = [];
    finished = [];
  });
  afterEach(async () => {
    await Promise.all(listeners.splice(0).map((listener) => listener.close()));
  });

  /** The API of a synthesized region. `result` is the answer of every function. */
  const start = async (
    api: Auth = OPEN,
    result: (event: unknown) => unknown = () => ({ statusCode: 200, headers: { ETag: '"1"' }, body: '{"it":1}' }),
    more: Partial<LocalRestApiOptions> = {},
    timeouts?: { readonly headersMs: number; readonly requestMs: number },
  ) => {
    const region = regionOf(api);
    const handler = new LocalRestApi({
      region: region.name,
      accountId: "123456789012",
      api: region.api,
      invoke: async (name, event) => {
        events.push({ name: name.replace("sample-test-items-us-east-1-", ""), event });
        return { result: await result(event), coldStart: true };
      },
      onRequest: (request) => finished.push(request),
      ...more,
    });
    const listener = await ApiListener.start({ handler, ...(timeouts ? { timeouts } : {}) });
    listeners.push(listener);
    return listener.url;
  };

  /** Sends a request. The response may come before the body is sent. */
  const send = (
    url: string,
    { method = "GET", headers = {}, body }: { method?: string; headers?: Record<string, string>; body?: string } = {},
  ) =>
    new Promise<Answered>((resolve, reject) => {
      const sent = httpRequest(url, { method, headers }, (response) => {
        const chunks: Buffer[] = [];
        response
          .on("data", (chunk: Buffer) => chunks.push(chunk))
          .on("end", () => {
            const text = Buffer.concat(chunks).toString();
            const json = text === "" ? undefined : JSON.parse(text);
            resolve({ status: response.statusCode ?? 0, headers: response.headers, json });
          });
      });
      sent.on("error", reject).end(body);
    });

  const post = (url: string, body: string, headers: Record<string, string> = {}) =>
    send(`${url}/items`, { method: "POST", headers: { "Content-Type": "application/json", ...headers }, body });

  it("passes a request on to its function and the result to the client", async () => {
    const url = await start();
    const answer = await send(`${url}/items/a%2Fb?x=1&x=2&y`, { headers: { "X-Some": "Thing" } });
    expect(answer).toMatchObject({
      status: 200,
      json: { it: 1 },
      headers: { etag: '"1"', "content-type": "application/json", "content-length": "8" },
    });
    expect(events).toMatchObject([
      {
        name: "get-item",
        event: {
          httpMethod: "GET",
          resource: "/items/{item_id}",
          path: "/items/a%2Fb",
          pathParameters: { item_id: "a%2Fb" },
          headers: { "X-Some": "Thing" },
          multiValueQueryStringParameters: { x: ["1", "2"], y: [""] },
          queryStringParameters: { x: "2", y: "" },
          body: null,
          isBase64Encoded: false,
          requestContext: { stage: "dev", resourcePath: "/items/{item_id}", identity: { sourceIp: "127.0.0.1" } },
        },
      },
    ]);
  });

  it("reports each request", async () => {
    const url = await start();
    const { headers } = await send(`${url}/health`);
    await send(`${url}/nowhere`);
    expect(finished).toMatchObject([
      {
        method: "GET",
        route: "/health",
        status: 200,
        coldStart: true,
        aborted: false,
        requestId: headers["x-amzn-requestid"],
      },
      { method: "GET", route: undefined, status: 403, coldStart: undefined },
    ]);
    expect(finished[0]?.durationMs).toBeGreaterThan(0);
  });

  it("validates bodies with the model of the description", async () => {
    const url = await start();
    const answers = [await post(url, "{}"), await post(url, "{"), await post(url, '{"item_id":"a"}')];
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 200]);
    expect(answers[0]?.json.error).toMatchObject({
      code: "invalid_request",
      message: expect.stringMatching(/^the body must be/),
    });
    expect(events).toHaveLength(1);
  });

  it("leaves a body of another content type to the function", async () => {
    await post(await start(), "text", { "Content-Type": "text/plain" });
    expect(events).toMatchObject([{ name: "create-item", event: { body: "text" } }]);
  });

  describe("answers itself", () => {
    const never = () => new Promise(() => {});
    const failing = (fault: "throttled" | "exit" | "timeout" | "handler") => () => {
      throw new FunctionError(fault, "secret");
    };

    it.each<[string, (event: unknown) => unknown, number, string]>([
      ["a throttled function", failing("throttled"), 503, "unavailable"],
      ["a function that crashes", failing("exit"), 502, "internal"],
      ["a function at its timeout", failing("timeout"), 502, "internal"],
      ["a function that throws", failing("handler"), 502, "internal"],
      ["no result", () => undefined, 502, "internal"],
      ["a result without a status", () => ({ body: "" }), 502, "internal"],
      ["a status that is not a number", () => ({ statusCode: "x" }), 502, "internal"],
      ["a body that is not text", () => ({ statusCode: 200, body: { a: 1 } }), 502, "internal"],
      ["a body over 6 MB", () => ({ statusCode: 200, body: "x".repeat(7 * MIB) }), 502, "internal"],
      ["a header that HTTP does not allow", () => ({ statusCode: 200, headers: { "a b": "c" } }), 502, "internal"],
      ["a header with a line break", () => ({ statusCode: 200, headers: { a: "b\r\nc: d" } }), 502, "internal"],
    ])("for %s", async (_what, result, status, code) => {
      const answer = await send(`${await start(OPEN, result)}/health`);
      expect(answer).toMatchObject({ status, json: { error: { code } } });
      expect(JSON.stringify(answer.json)).not.toContain("secret");
    });

    it("for the timeout of the integration", async () => {
      const { api } = regionOf(OPEN);
      const text = JSON.stringify(api.description).replace(/"timeoutInMillis":\d+/g, '"timeoutInMillis":50');
      const url = await start(OPEN, never, { api: { ...api, description: JSON.parse(text) } });
      const answer = await send(`${url}/health`);
      expect(answer).toMatchObject({ status: 503, json: { error: { code: "unavailable" } } });
    });

    it("for a body that no function can get, because an event has at most 6 MB", async () => {
      const body = JSON.stringify({ item_id: "a", data: "x".repeat(7 * MIB) });
      expect(await post(await start(), body)).toMatchObject({ status: 503, json: { error: { code: "unavailable" } } });
      expect(events).toEqual([]);
    });

    it("for requests above the limit of the method", async () => {
      const limits = { createItem: { requestsPerSecond: 1, burst: 2 } };
      let now = 1_000;
      const url = await start({ ...OPEN, throttling: limits }, undefined, { now: () => now });
      const statuses = async () =>
        (await Promise.all([1, 2, 3].map(() => post(url, '{"item_id":"a"}')))).map(({ status }) => status);
      expect((await statuses()).sort()).toEqual([200, 200, 429]);
      now += 1_000;
      expect((await statuses()).sort()).toEqual([200, 429, 429]);
      expect((await send(`${url}/items/a`)).status).toBe(200);
    });

    it("for a host that is not the API's", async () => {
      const url = await start(OPEN, undefined, { names: ["api.example.com"] });
      const statuses = ["api.example.com", "localhost", "attacker.example"].map(
        async (host) => (await send(`${url}/health`, { headers: { Host: host } })).status,
      );
      expect(await Promise.all(statuses)).toEqual([200, 200, 403]);
    });
  });

  it.each([
    ["application/octet-stream", "AP+A", true],
    ["Application/Octet-Stream; v=1", "AP+A", true],
    ["text/plain", "\0\ufffd\ufffd", false],
  ])("passes a body of %s on as %j", async (type, body, isBase64Encoded) => {
    const { api } = regionOf(OPEN);
    const types = { "x-amazon-apigateway-binary-media-types": ["application/octet-stream"] };
    const url = await start(OPEN, undefined, { api: { ...api, description: { ...api.description, ...types } } });
    await fetch(`${url}/items`, {
      method: "POST",
      headers: { "Content-Type": type },
      body: Buffer.from([0, 255, 128]),
    });
    expect(events).toMatchObject([{ event: { body, isBase64Encoded } }]);
  });

  it("sends a binary body and several values of a header", async () => {
    const url = await start(OPEN, () => ({
      statusCode: 200,
      multiValueHeaders: { "Set-Cookie": ["a=1", "b=2"] },
      body: Buffer.from('"é"').toString("base64"),
      isBase64Encoded: true,
    }));
    expect(await send(`${url}/health`)).toMatchObject({ json: "é", headers: { "set-cookie": ["a=1", "b=2"] } });
  });

  describe("authorizes", () => {
    const principal = {
      accessKeyId: "AKIDEXAMPLE",
      secretAccessKey: "secret",
      userArn: "arn:aws:iam::123456789012:user/it",
      caller: "AIDAEXAMPLE",
    };

    it("signed requests", async () => {
      const url = await start({ auth: { type: "iam" } }, undefined, { principals: [principal] });
      const signed = await signRequest({ method: "GET", url: `${url}/items/a` }, principal);
      expect((await send(signed.url, signed)).status).toBe(200);
      expect(events).toMatchObject([{ event: { requestContext: { identity: { userArn: principal.userArn } } } }]);
      expect((await send(`${url}/items/b`, signed)).status).toBe(403);
      expect((await send(`${url}/items/a`)).status).toBe(403);
      expect((await send(`${url}/health`)).status).toBe(200);
    });

    it("tokens through the authorizer's function", async () => {
      const policy = (Effect: string) => ({
        principalId: "user-1",
        policyDocument: { Statement: [{ Effect, Action: "execute-api:Invoke", Resource: "*" }] },
        context: { issuer: "https://login.example.com" },
      });
      const result = (event: unknown) => {
        const { type, authorizationToken } = event as { type?: string; authorizationToken?: string };
        return type === "TOKEN"
          ? policy(authorizationToken === "Bearer a.b.c" ? "Allow" : "Deny")
          : { statusCode: 200 };
      };
      const url = await start(
        { auth: { type: "jwt", issuers: [{ issuer: "https://login.example.com", audience: ["items"] }] } },
        result,
      );
      const status = async (Authorization?: string) =>
        (await send(`${url}/items/a`, { headers: { ...(Authorization ? { Authorization } : {}) } })).status;
      expect([await status(), await status("Bearer x"), await status("Bearer a.b.d")]).toEqual([401, 401, 403]);
      expect([await status("Bearer a.b.c"), await status("Bearer a.b.c")]).toEqual([200, 200]);
      expect(events.map(({ name }) => name)).toEqual(["authorizer", "authorizer", "get-item", "get-item"]);
      expect(events[2]).toMatchObject({ event: { requestContext: { authorizer: { principalId: "user-1" } } } });
    });
  });

  describe("is not exhausted by", () => {
    /** A connection on which a test writes any bytes, and everything that came back. */
    const raw = (url: string, text: string) => {
      const socket: Socket = connect(Number(new URL(url).port), "127.0.0.1");
      const seen = { text: "", closed: false };
      socket.on("data", (data: Buffer) => {
        seen.text += data.toString();
      });
      socket.on("close", () => {
        seen.closed = true;
      });
      socket.on("error", () => {});
      socket.write(text);
      return { socket, seen };
    };
    const head = (more: string) =>
      `POST /items HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${more}\r\n`;

    it("a body of 100 MB, whose client sees the answer", async () => {
      const url = await start();
      const { socket, seen } = raw(url, head(`Content-Length: ${100 * MIB}\r\n`));
      // The answer is there before the first byte of the body, so that nothing of the body is kept.
      await eventually(() => seen.text.includes("body_too_large") || undefined, "the answer");
      const chunk = Buffer.alloc(MIB, "x");
      for (let sent = 0; sent < 100 && !seen.closed; sent += 1) {
        await new Promise((resolve) =>
          socket.write(chunk) ? setImmediate(resolve) : socket.once("drain", resolve).once("close", resolve),
        );
      }
      await eventually(() => seen.closed || undefined, "the end of the connection");
      expect(seen.text).toMatch(/^HTTP\/1.1 413 [\s\S]*Connection: close[\s\S]*body_too_large/);
      expect(events).toEqual([]);
    });

    it("a body without a length", async () => {
      const url = await start();
      const { socket, seen } = raw(url, head("Transfer-Encoding: chunked\r\n"));
      const chunk = `100000\r\n${"x".repeat(MIB)}\r\n`;
      for (let sent = 0; sent < 100 && seen.text === ""; sent += 1) {
        await new Promise((resolve) =>
          socket.write(chunk) ? setImmediate(resolve) : socket.once("drain", resolve).once("close", resolve),
        );
      }
      await eventually(() => seen.text.includes("body_too_large") || undefined, "the answer");
      socket.destroy();
    });

    it("a client that asks before it sends a large body", async () => {
      const { seen, socket } = raw(await start(), head(`Content-Length: ${11 * MIB}\r\nExpect: 100-continue\r\n`));
      await eventually(() => seen.text.includes("413") || undefined, "the answer");
      expect(seen.text).not.toContain("100 Continue");
      socket.destroy();
      const small = raw(await start(), head("Content-Length: 15\r\nExpect: 100-continue\r\nConnection: close\r\n"));
      await eventually(() => small.seen.text.includes("100 Continue") || undefined, "the permission");
      small.socket.write('{"item_id":"a"}');
      await eventually(() => small.seen.text.includes("200 OK") || undefined, "the answer");
    });

    it("large headers", async () => {
      const { seen } = raw(await start(), head(`X: ${"x".repeat(11_000)}\r\n`));
      await eventually(() => seen.closed || undefined, "the end of the connection");
      expect(seen.text).toMatch(/^HTTP\/1.1 431 /);
    });

    it.each([
      ["headers", "POST /items HTTP/1.1\r\nHost: local"],
      ["bodies", head("Content-Length: 10\r\n")],
    ])("slow %s", async (_what, text) => {
      const url = await start(OPEN, undefined, {}, { headersMs: 200, requestMs: 400 });
      const { seen } = raw(url, text);
      await eventually(() => seen.closed || undefined, "the end of the connection");
      expect(seen.text).toMatch(/^HTTP\/1.1 408 /);
      expect(events).toEqual([]);
    });

    it("clients that go away", async () => {
      let answer = (_result: unknown) => {};
      const url = await start(OPEN, () => new Promise((resolve) => (answer = resolve)));
      const gone = raw(url, "GET /items/a HTTP/1.1\r\nHost: localhost\r\n\r\n");
      await eventually(() => events.length === 1 || undefined, "the invocation");
      gone.socket.destroy();
      await eventually(() => gone.seen.closed || undefined, "the end of the connection");
      // The server has noticed when another request is answered.
      await send(`${url}/nowhere`);
      answer({ statusCode: 200 });
      await eventually(() => finished.length === 2 || undefined, "the report");
      expect(finished[1]).toMatchObject({ route: "/items/{item_id}", aborted: true });

      const halfBody = raw(url, head("Content-Length: 100\r\n"));
      await send(`${url}/nowhere`);
      halfBody.socket.destroy();
      await eventually(() => finished.length === 4 || undefined, "the report");
      expect(finished[3]).toMatchObject({ route: "/items", status: 499, aborted: true });
    });

    it("many large bodies at once", async () => {
      const url = await start();
      const body = JSON.stringify({ item_id: "a", data: "x".repeat(5 * MIB) });
      const parts = Array.from({ length: 14 }, () => raw(url, head(`Content-Length: ${body.length}\r\n`)));
      for (const { socket } of parts) {
        socket.write(body.slice(0, -1));
      }
      // 64 MiB in memory at once is the limit.
      await eventually(() => parts.some(({ seen }) => seen.text.includes("429")) || undefined, "a refusal");
      for (const { socket } of parts) {
        socket.destroy();
      }
    });

    it("300 connections", async () => {
      const url = await start();
      const all = Array.from({ length: 300 }, () => send(`${url}/health`));
      expect(new Set((await Promise.all(all)).map(({ status }) => status))).toEqual(new Set([200]));
    });
  });
});
