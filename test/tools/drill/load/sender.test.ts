import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { anonymousCaller, signingCaller, tokenCaller } from "../../../../tools/drill/load/caller";
import { sender } from "../../../../tools/drill/load/sender";

const READ = { n: 2, kind: "read", via: "shared", item: "drill-k-1" } as const;
const WRITE = { n: 1, kind: "write", via: "shared", item: "drill-k-1" } as const;
const servers: Server[] = [];

async function server(listener: RequestListener): Promise<string> {
  const made = createServer(listener);
  servers.push(made);
  await new Promise<void>((resolve) => made.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(made.address() as AddressInfo).port}`;
}

afterEach(async () => {
  for (const made of servers.splice(0)) {
    made.closeAllConnections();
    await new Promise((resolve) => made.close(resolve));
  }
});

const json =
  (status: number, body: object): RequestListener =>
  (_, response) =>
    void response.writeHead(status).end(JSON.stringify(body));

describe("sender", () => {
  it.each([
    [WRITE, 201, { item: { origin_region: "eu-west-1" } }, { status: 201, region: "eu-west-1" }],
    [READ, 200, { retrieved_from: "eu-central-1" }, { status: 200, region: "eu-central-1" }],
    [READ, 404, { error: {} }, { status: 404, reason: "404" }],
    [WRITE, 503, { item: { origin_region: "eu-west-1" } }, { status: 503, reason: "503" }],
  ])("%j with status %i and %j gives %j", async (request, status, body, answer) => {
    const sharedUrl = await server(json(status, body));
    expect(await sender({ sharedUrl, regionUrls: {}, caller: anonymousCaller })(request)).toEqual(answer);
  });

  it("uses a new connection for each request, and the region's own name if the request says so", async () => {
    const ports = new Set<number | undefined>();
    const seen: string[] = [];
    const sharedUrl = await server((request, response) => {
      ports.add(request.socket.remotePort);
      response.end("{}");
    });
    const own = await server((request, response) => {
      seen.push(`${request.method} ${request.url}`);
      response.end("not JSON");
    });
    const send = sender({ sharedUrl, regionUrls: { "eu-west-1": own }, caller: anonymousCaller });
    await send(READ);
    await send(WRITE);
    expect(ports.size).toBe(2);
    expect(await send({ ...READ, via: "eu-west-1" })).toEqual({ status: 200 });
    expect(seen).toEqual(["GET /items/drill-k-1"]);
  });

  it("gives the reason without an answer, and does not wait longer than its limit", async () => {
    const silent = await server(() => undefined);
    const closes = await server((request) => void request.socket.destroy());
    const to = (sharedUrl: string, limit = {}) =>
      sender({ sharedUrl, regionUrls: {}, caller: anonymousCaller, ...limit })(READ);
    expect(await to("http://127.0.0.1:1")).toEqual({ reason: "ECONNREFUSED" });
    expect(await to(silent, { timeoutMs: 50 })).toEqual({ reason: "TimeoutError" });
    expect(await to(closes)).toEqual({ reason: "ECONNRESET" });
  });

  it("signs with SigV4A, or sends a token", async () => {
    const seen: (string | undefined)[] = [];
    const sharedUrl = await server((request, response) => {
      seen.push(request.headers.authorization);
      response.end("{}");
    });
    const credentials = async () => ({ accessKeyId: "AKID", secretAccessKey: "secret" });
    await sender({ sharedUrl, regionUrls: {}, caller: signingCaller(credentials) })(WRITE);
    await sender({ sharedUrl, regionUrls: {}, caller: tokenCaller("a.b.c") })(READ);
    expect(seen[0]).toMatch(/^AWS4-ECDSA-P256-SHA256 Credential=AKID\//);
    expect(seen[1]).toBe("Bearer a.b.c");
  });
});
