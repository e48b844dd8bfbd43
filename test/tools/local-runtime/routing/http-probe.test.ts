import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTcpServer } from "node:net";
import { closeServer, listenOnLoopback } from "../../../../tools/local-runtime/loopback-server";
import { httpProbe } from "../../../../tools/local-runtime/routing/http-probe";

const servers: Server[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map(closeServer));
});

function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  return listenOnLoopback(server);
}

describe("httpProbe", () => {
  it("sends an unsigned request with the region's own name, on a connection of its own", async () => {
    const seen: object[] = [];
    const url = await serve(({ headers, url: path, method }, response) => {
      seen.push({
        host: headers.host,
        path,
        method,
        connection: headers.connection,
        authorization: headers.authorization,
      });
      response.writeHead(302).end();
    });
    const result = await httpProbe({ url, host: "eu-west-1.api.example.com", path: "/health" });
    expect(result).toMatchObject({ type: "answer", status: 302 });
    expect(seen).toEqual([
      {
        host: "eu-west-1.api.example.com",
        path: "/health",
        method: "GET",
        connection: "close",
        authorization: undefined,
      },
    ]);
  });

  it("measures the answer apart from the connection", async () => {
    const url = await serve((_, response) => {
      setTimeout(() => response.end("ok"), 60);
    });
    const result = await httpProbe({ url, host: "h", path: "/" });
    expect(result).toMatchObject({ type: "answer", status: 200 });
    expect(result.type === "answer" && result.answerMs).toBeGreaterThan(50);
    expect(result.type === "answer" && result.connectMs).toBeLessThan(result.type === "answer" ? result.answerMs : 0);
  });

  it("does not wait for the body", async () => {
    const url = await serve((_, response) => {
      response.writeHead(200).write("begin");
    });
    expect(await httpProbe({ url, host: "h", path: "/" })).toMatchObject({ type: "answer", status: 200 });
  });

  it("reports a refused connection", async () => {
    const server = createServer();
    const url = await listenOnLoopback(server);
    await closeServer(server);
    expect(await httpProbe({ url, host: "h", path: "/" })).toEqual({ type: "failure", reason: "connection refused" });
  });

  it("reports a closed connection", async () => {
    const url = await serve((request) => request.socket.destroy());
    expect(await httpProbe({ url, host: "h", path: "/" })).toEqual({
      type: "failure",
      reason: "connection closed without an answer",
    });
  });

  it("reports an answer that is not HTTP", async () => {
    const tcp = createTcpServer((socket) => {
      // Without a reader, the server would not see the end of the connection.
      socket.resume().end("nonsense\r\n\r\n");
    });
    const url = await listenOnLoopback(tcp as Server);
    const result = await httpProbe({ url, host: "h", path: "/" });
    expect(result.type === "failure" && result.reason).toMatch(/^Parse Error/);
    await new Promise((resolve) => tcp.close(resolve));
  });

  it("gives up 2 s after the connection", async () => {
    const url = await serve(() => undefined);
    const started = performance.now();
    expect(await httpProbe({ url, host: "h", path: "/" })).toEqual({ type: "failure", reason: "no answer within 2 s" });
    expect(performance.now() - started).toBeGreaterThan(1_950);
  });
});
