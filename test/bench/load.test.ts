import { createServer, type Server } from "node:http";
import { load, quantile } from "../../bench/load";
import { closeServer, listenOnLoopback } from "../../tools/local-runtime/loopback-server";

describe("load", () => {
  let server: Server;
  let url: string;
  let asked: string[];

  beforeEach(async () => {
    asked = [];
    server = createServer((request, response) => {
      asked.push(request.method ?? "");
      response.writeHead(request.method === "DELETE" ? 500 : 200).end("answer");
    });
    url = await listenOnLoopback(server);
  });

  afterEach(() => closeServer(server));

  it("sends the given number of requests, and measures the responses", async () => {
    const { perSecond, p50, p99 } = await load({ name: "it", url, request: () => ({ method: "PUT" }) }, 20, 3);

    expect(asked).toEqual(Array.from({ length: 20 }, () => "PUT"));
    expect(perSecond).toBeGreaterThan(0);
    expect(p50).toBeGreaterThan(0);
    expect(p99).toBeGreaterThanOrEqual(p50);
  });

  it("fails for an unsuccessful response", async () => {
    const failing = load({ name: "it", url, request: () => ({ method: "DELETE" }) }, 1, 1);

    await expect(failing).rejects.toThrow("it must succeed, got 500: answer");
  });
});

describe("quantile", () => {
  it("is the smallest value that the share of all values do not exceed", () => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index);

    expect([0, 0.5, 0.99, 1].map((share) => quantile(values, share))).toEqual([1, 50, 99, 100]);
  });
});
