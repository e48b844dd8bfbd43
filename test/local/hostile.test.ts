import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { eventually } from "../helpers/eventually";
import { runtimeCopy, StartedRuntime } from "../helpers/started-runtime";

describe("the local runtime", () => {
  let runtime: StartedRuntime;
  let port: number;
  beforeAll(async () => {
    runtime = await StartedRuntime.ready(runtimeCopy());
    port = Number(new URL(runtime.urls.sharedUrl).port);
    expect((await runtime.request("POST", "/items", { item_id: "one" })).status).toBe(201);
  });
  afterEach(async () => {
    expect((await runtime.request("GET", "/items/one")).status).toBe(200);
  });
  afterAll(async () => {
    expect(await runtime.end()).toBe(0);
  });

  const open = async () => {
    const socket = connect(port, "127.0.0.1");
    await once(socket, "connect");
    return socket;
  };
  const resident = () =>
    Number(execFileSync("ps", ["-o", "rss=", "-p", String(runtime.pid)], { encoding: "utf8" })) / 1024;

  /** Waits for the end of a connection, and returns what came. */
  async function received(socket: Socket): Promise<string> {
    let text = "";
    socket.on("data", (data) => {
      text += data;
    });
    socket.on("error", () => undefined);
    await once(socket, "close");
    return text;
  }

  it("answers 1,000 connections at once", async () => {
    const sockets = await Promise.all(Array.from({ length: 1000 }, open));
    const answers = sockets.map(received);
    for (const socket of sockets) {
      socket.write("GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
    }
    const statuses = (await Promise.all(answers)).map((text) => text.slice(0, 12));
    // The health route has a limit of its own: the answers above it are 429.
    expect(statuses.filter((status) => !/^HTTP\/1\.1 (200|429|503)$/.test(status))).toEqual([]);
    expect(statuses.filter((status) => status.endsWith("200")).length).toBeGreaterThan(0);
  });

  it("answers others while clients are slow, and ends the slow ones", async () => {
    const slow = await Promise.all(Array.from({ length: 200 }, open));
    const ended = slow.map(received);
    for (const [index, socket] of slow.entries()) {
      socket.write(
        index % 2 === 0
          ? "GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n"
          : "POST /items HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\n{",
      );
    }
    expect((await runtime.request("GET", "/health")).status).toBe(200);
    const texts = await Promise.all(ended);
    // A listener ends requests that do not come, with or without an answer.
    expect(texts.filter((text) => !/^($|HTTP\/1\.1 (403|408))/.test(text))).toEqual([]);
  });

  it.each(["with its length", "in chunks"])("refuses a body of 100 MB %s, and does not keep it", async (how) => {
    const before = resident();
    const socket = await open();
    const answer = received(socket);
    const chunked = how === "in chunks";
    const head = chunked ? "Transfer-Encoding: chunked" : `Content-Length: ${100 * 2 ** 20}`;
    socket.write(`POST /items HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n${head}\r\n\r\n`);
    const megabyte = Buffer.alloc(2 ** 20, "a");
    const part = chunked ? Buffer.concat([Buffer.from("100000\r\n"), megabyte, Buffer.from("\r\n")]) : megabyte;
    for (let sent = 0; sent < 100 && !socket.destroyed; sent++) {
      // Also called when the connection ends.
      await new Promise((resolve) => socket.write(part, resolve));
    }
    socket.end();
    expect(await answer).toMatch(/^$|^HTTP\/1\.1 (403|413)/);
    expect(resident() - before).toBeLessThan(100);
  });

  it("stays bounded when a client closes its connection early, many times", async () => {
    for (let round = 0; round < 20; round++) {
      const sockets = await Promise.all(Array.from({ length: 50 }, open));
      for (const socket of sockets) {
        socket.on("error", () => undefined);
        socket.write("GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", () => socket.resetAndDestroy());
      }
    }
    await eventually(async () => {
      const { regions } = await runtime.state();
      return regions.every(({ functions }) => functions.every(({ busy }) => busy === 0)) || undefined;
    }, "idle functions");
  });
});
