import { connect } from "node:net";
import { ControlApi } from "../../../../tools/local-runtime/control/control-api";
import { MOST_SUBSCRIBERS } from "../../../../tools/local-runtime/control/http/event-stream";
import { FakeControllable } from "../../../helpers/runtime/fake-controllable";
import { normalState } from "../../../helpers/runtime/states";
import { post, rawRequest } from "./raw-request";

let runtime: FakeControllable;
let api: ControlApi;

beforeEach(async () => {
  runtime = new FakeControllable(normalState());
  api = await ControlApi.start({ controllable: runtime });
});

afterEach(() => api.close());

const JSON_TYPE = { "content-type": "application/json" };
const HEAL = JSON.stringify({ type: "heal", region: "eu-west-1" });
const origin = () => new URL(api.url).origin;

describe("ControlApi", () => {
  it("is on the loopback interface, with a token of 192 bits that differs in each run", async () => {
    const other = await ControlApi.start({ controllable: runtime });
    await other.close();
    const form = /^http:\/\/127\.0\.0\.1:\d+\/([\w-]{32})\/$/;
    expect(api.url).toMatch(form);
    expect(other.url).toMatch(form);
    expect(form.exec(other.url)?.[1]).not.toBe(form.exec(api.url)?.[1]);
  });

  it("uses the given port and token, and rejects a port in use", async () => {
    const port = Number(new URL(api.url).port);
    await expect(ControlApi.start({ controllable: runtime, port })).rejects.toMatchObject({ code: "EADDRINUSE" });
    expect(runtime.listenerCount).toBe(1);
    await api.close();
    api = await ControlApi.start({ controllable: runtime, port, token: "known" });
    expect(api.url).toBe(`http://127.0.0.1:${port}/known/`);
  });

  it("answers the state", async () => {
    const { status, text } = await rawRequest(`${api.url}state`);
    expect(status).toBe(200);
    expect(JSON.parse(text)).toEqual(normalState());
  });

  it.each(["", "state", "events", "operations", "requests", "nothing"])(
    "is unknown without the token: %s",
    async (path) => {
      for (const first of [
        "",
        "x/",
        `${new URL(api.url).pathname.slice(1, -2)}/`,
        `${new URL(api.url).pathname.slice(1, -1)}x/`,
      ]) {
        expect(await rawRequest(`${origin()}/${first}${path}`)).toMatchObject({
          status: 404,
          text: '{"error":"not found"}',
        });
      }
    },
  );

  it.each(["nothing", "page/index.html", "../runtime-state.ts", "..%2fruntime-state.ts", "index.html", "constructor"])(
    "has no path %s",
    async (path) => {
      expect((await rawRequest(`${api.url}${path}`)).status).toBe(404);
    },
  );

  it("redirects to the page when the last slash is missing", async () => {
    const { status, headers } = await rawRequest(api.url.slice(0, -1));
    expect([status, headers.location]).toEqual([308, new URL(api.url).pathname]);
  });

  it.each([
    ["PUT", "state", "GET"],
    ["POST", "events", "GET"],
    ["GET", "operations", "POST"],
    ["DELETE", "requests", "POST"],
    ["POST", "", "GET"],
  ])("refuses %s /%s", async (method, path, allowed) => {
    const { status, headers, text } = await rawRequest(`${api.url}${path}`, { method });
    expect([status, headers.allow, text]).toEqual([
      405,
      allowed,
      `{"error":"the method must be ${allowed}, got ${method}"}`,
    ]);
  });

  describe("origins", () => {
    it.each(["localhost", "127.0.0.1"])("accepts the host %s", async (name) => {
      const host = `${name}:${new URL(api.url).port}`;
      expect((await rawRequest(`${api.url}state`, { headers: { host } })).status).toBe(200);
    });

    it.each(["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:80"])(
      "refuses the host %j (DNS rebinding)",
      async (host) => {
        const { status, text } = await rawRequest(`${api.url}state`, { headers: { host } });
        expect(status).toBe(403);
        expect(JSON.parse(text).error).toMatch(
          /^the header Host must be 127\.0\.0\.1:\d+ or localhost:\d+, got ".*"; open /,
        );
      },
    );

    it.each(["http://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1"])(
      "refuses the origin %s, and performs nothing",
      async (other) => {
        const headers = { ...JSON_TYPE, origin: other };
        const { status } = await rawRequest(`${api.url}operations`, { method: "POST", headers, body: HEAL });
        expect(status).toBe(403);
        expect(runtime.operations).toEqual([]);
      },
    );

    it("accepts its own origin", async () => {
      const headers = { ...JSON_TYPE, origin: origin(), "sec-fetch-site": "same-origin" };
      const { status } = await rawRequest(`${api.url}operations`, { method: "POST", headers, body: HEAL });
      expect(status).toBe(204);
    });

    // Another port of this machine is the same site.
    it.each(["cross-site", "same-site"])("refuses requests of a %s page", async (site) => {
      const headers = { "sec-fetch-site": site, "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image" };
      for (const path of ["", "state", "events"]) {
        expect((await rawRequest(`${api.url}${path}`, { headers })).status).toBe(403);
      }
    });

    it("accepts that a link of another site opens the page, but not the state", async () => {
      const headers = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };
      expect((await rawRequest(api.url, { headers })).status).toBe(200);
      expect((await rawRequest(`${api.url}state`, { headers })).status).toBe(403);
      expect((await rawRequest(api.url, { headers: { ...headers, "sec-fetch-dest": "iframe" } })).status).toBe(403);
    });

    it("sends no CORS headers, also for a preflight request", async () => {
      const headers = { origin: "http://evil.example", "access-control-request-method": "POST" };
      const answer = await rawRequest(`${api.url}operations`, { method: "OPTIONS", headers });
      expect(answer.status).toBe(403);
      expect(Object.keys(answer.headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
    });
  });

  it.each(["", "state", "nothing", "../wrong-token"])("sends the security headers for /%s", async (path) => {
    const { headers } = await rawRequest(new URL(path, api.url).href);
    expect(headers).toMatchObject({
      "content-security-policy": expect.stringMatching(
        /^default-src 'none'; script-src 'self'; style-src 'self';.*frame-ancestors 'none'/,
      ),
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
      "cross-origin-resource-policy": "same-origin",
    });
    expect(headers["content-security-policy"]).not.toMatch(/unsafe|\*|https?:|data:/);
  });

  describe("operations", () => {
    it("performs an operation", async () => {
      const operation = { type: "slow", region: "eu-west-1", ms: 500 };
      expect((await post(`${api.url}operations`, operation)).status).toBe(204);
      expect(runtime.operations).toEqual([operation]);
    });

    it("answers 400 for an invalid operation, with the region names of now", async () => {
      const operation = { type: "fail", region: "us-east-1" };
      expect(await post(`${api.url}operations`, operation)).toMatchObject({
        status: 400,
        text: JSON.stringify({ error: 'region must be "eu-west-1" or "eu-central-1", got "us-east-1"' }),
      });
      runtime.change(normalState(["eu-west-1", "us-east-1"]));
      expect((await post(`${api.url}operations`, operation)).status).toBe(204);
    });

    it("answers 409 when the runtime refuses", async () => {
      runtime.refusal = "region must not be the last healthy region, got eu-west-1; undrain another region first";
      expect(await post(`${api.url}operations`, { type: "drain", region: "eu-west-1" })).toMatchObject({
        status: 409,
        text: JSON.stringify({ error: runtime.refusal }),
      });
    });

    it("answers 500 without internals for a bug of the runtime, and prints it", async () => {
      const stderr = jest.spyOn(process.stderr, "write").mockReturnValue(true);
      runtime.bug = new Error("secret detail");
      const { status, text } = await rawRequest(`${api.url}state`);
      expect(status).toBe(500);
      expect(text).not.toContain("secret");
      expect(stderr.mock.calls.join("")).toContain("secret detail");
      runtime.bug = undefined;
      stderr.mockRestore();
    });

    it.each([
      ["{", 400, /^the body must be JSON, got "\{"/],
      ["", 400, /^the body must be JSON, got ""/],
      ["[]", 400, /^the body must be a JSON object, got \[\]/],
      [`{"type":"${"x".repeat(65 * 1024)}"}`, 413, /^the body must be at most 65536 bytes, got more/],
    ])("refuses a body: %.20s", async (body, expected, message) => {
      const { status, text } = await post(`${api.url}operations`, body);
      expect(status).toBe(expected);
      expect(JSON.parse(text).error).toMatch(message);
    });

    it.each(["text/plain", "application/x-www-form-urlencoded", undefined])(
      "refuses the content type %s",
      async (type) => {
        const headers: Record<string, string> = type === undefined ? {} : { "content-type": type };
        const { status } = await rawRequest(`${api.url}operations`, { method: "POST", headers, body: HEAL });
        expect(status).toBe(415);
        expect(runtime.operations).toEqual([]);
      },
    );
  });

  describe("requests", () => {
    it("sends a request to the shared name and returns the answer", async () => {
      runtime.answer = { status: 404, region: "eu-central-1", body: '{"error":{"code":"NotFound"}}' };
      const { status, text } = await post(`${api.url}requests`, { method: "GET", path: "/items/a%20b" });
      expect([status, JSON.parse(text)]).toEqual([200, runtime.answer]);
      await post(`${api.url}requests`, { method: "POST", path: "/items", body: "{}" });
      expect(runtime.requests).toEqual([
        { method: "GET", path: "/items/a%20b" },
        { method: "POST", path: "/items", body: "{}" },
      ]);
    });
  });

  it("sends the state and its changes as events, and ends them when it closes", async () => {
    const stream = await fetch(`${api.url}events`);
    expect(stream.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    const reader = (stream.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader.read()).value).toBe(`event: state\ndata: ${JSON.stringify(normalState())}\n\n`);
    runtime.change(normalState(["eu-west-1", "us-east-1"]));
    expect((await reader.read()).value).toBe(`event: state\ndata: ${JSON.stringify(runtime.state())}\n\n`);
    await api.close();
    await expect(reader.read()).rejects.toThrow("terminated");
  });

  it("answers 503 when there are too many subscribers", async () => {
    const streams = await Promise.all(Array.from({ length: MOST_SUBSCRIBERS }, () => fetch(`${api.url}events`)));
    const { status, headers } = await rawRequest(`${api.url}events`);
    expect([status, headers["retry-after"]]).toEqual([503, "5"]);
    await Promise.all(streams.map(({ body }) => body?.cancel()));
  });

  it("ends a connection whose request never completes", async () => {
    await api.close();
    api = await ControlApi.start({ controllable: runtime, requestTimeoutMs: 100 });
    const socket = connect(Number(new URL(api.url).port), "127.0.0.1");
    const received: Buffer[] = [];
    socket.on("data", (chunk) => received.push(chunk));
    socket.write(`POST ${new URL(api.url).pathname}operations HTTP/1.1\r\nHost: ${new URL(api.url).host}\r\n`);
    await new Promise((resolve) => socket.on("close", resolve));
    expect(Buffer.concat(received).toString()).toMatch(/^HTTP\/1\.1 408/);
  });
});
