import { once } from "node:events";
import { connect } from "node:net";
import { ApiListener } from "../../../../tools/local-runtime/api/api-listener";
import { RequestBodies } from "../../../../tools/local-runtime/api/request-bodies";
import { sendResponse } from "../../../../tools/local-runtime/api/response";
import { eventually } from "../../../helpers/eventually";

const MIB = 2 ** 20;

/** Most bytes that Node reads at once. */
const CHUNK = 64 * 1024;

describe("RequestBodies", () => {
  let held: number[];
  let used: number;
  let end: () => void;
  let listener: ApiListener;
  beforeEach(async () => {
    held = [0];
    used = 0;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const bodies = new RequestBodies((bytes) => held.push(bytes));
    const use = async (body: Buffer) => {
      used += body.length;
      await ended;
      return "used";
    };
    listener = await ApiListener.start({
      handler: {
        handle: async (request, response) => {
          const body = await bodies.with(request, use).catch((error: Error) => error.message);
          sendResponse(request, response, { status: 200, headers: {}, body, requestId: "it" });
        },
      },
    });
  });
  afterEach(async () => {
    end();
    await listener.close();
  });

  /** A connection that has sent a request's headers, and what came back. */
  const open = (header: string) => {
    const socket = connect(Number(new URL(listener.url).port), "127.0.0.1");
    const seen = { text: "", closed: false };
    socket.on("data", (data: Buffer) => {
      seen.text += data.toString();
    });
    socket.on("close", () => {
      seen.closed = true;
    });
    socket.on("error", () => {});
    socket.write(`POST / HTTP/1.1\r\nHost: localhost\r\n${header}\r\n\r\n`);
    return { socket, seen };
  };

  const most = () => Math.max(...held);
  const now = () => held.at(-1);

  it("holds a body until its use ends", async () => {
    const { socket, seen } = open(`Content-Length: ${5 * MIB}`);
    socket.write(Buffer.alloc(5 * MIB));
    await eventually(() => used > 0 || undefined, "the use");
    expect([used, now()]).toEqual([5 * MIB, 5 * MIB]);
    end();
    await eventually(() => seen.text.includes("used") || undefined, "the answer");
    expect(now()).toBe(0);
    socket.destroy();
  });

  it("holds nothing of a body whose length is over the limit, however much the client sends", async () => {
    const { socket, seen } = open(`Content-Length: ${100 * MIB}`);
    await eventually(() => seen.text.includes("Request Too Long") || undefined, "the answer");
    for (let sent = 0; sent < 30 && !seen.closed; sent += 1) {
      await new Promise((resolve) => socket.write(Buffer.alloc(MIB), resolve));
    }
    expect(most()).toBe(0);
    expect(used).toBe(0);
    socket.destroy();
  });

  it("holds a body without a length up to the limit, and nothing after the refusal", async () => {
    const { socket, seen } = open("Transfer-Encoding: chunked");
    const part = Buffer.concat([Buffer.from("100000\r\n"), Buffer.alloc(MIB), Buffer.from("\r\n")]);
    for (let sent = 0; sent < 30 && !seen.closed; sent += 1) {
      await new Promise((resolve) => socket.write(part, resolve));
    }
    await eventually(() => seen.text.includes("Request Too Long") || undefined, "the answer");
    expect(most()).toBeGreaterThan(10 * MIB);
    expect(most()).toBeLessThanOrEqual(10 * MIB + CHUNK);
    expect([now(), used]).toEqual([0, 0]);
    socket.destroy();
  });

  it("accepts a body of exactly the limit", async () => {
    const { socket, seen } = open(`Content-Length: ${10 * MIB}`);
    socket.write(Buffer.alloc(10 * MIB));
    end();
    await eventually(() => seen.text.includes("used") || undefined, "the answer");
    expect([used, now()]).toEqual([10 * MIB, 0]);
    socket.destroy();
  });

  it("holds 64 MiB of all bodies together, and refuses the rest", async () => {
    const all = Array.from({ length: 7 }, () => open(`Content-Length: ${10 * MIB}`));
    for (const { socket } of all) {
      socket.write(Buffer.alloc(10 * MIB - 1));
    }
    await eventually(() => all.some(({ seen }) => seen.text.includes("Too Many Requests")) || undefined, "a refusal");
    expect(most()).toBeGreaterThan(64 * MIB);
    expect(most()).toBeLessThanOrEqual(64 * MIB + CHUNK);
    for (const { socket } of all) {
      socket.destroy();
    }
    await eventually(() => now() === 0 || undefined, "the end of all requests");
    expect(used).toBe(0);
  });

  it("holds nothing of a client that goes away", async () => {
    const { socket } = open(`Content-Length: ${MIB}`);
    socket.write(Buffer.alloc(1000));
    await eventually(() => now() === 1000 || undefined, "the part");
    socket.destroy();
    await once(socket, "close");
    await eventually(() => now() === 0 || undefined, "the end of the request");
    expect(used).toBe(0);
  });
});
