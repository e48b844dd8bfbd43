import { connect } from "node:net";
import { LoopbackListener } from "../../../../tools/local-runtime/runtime/loopback-listener";
import { eventually } from "../../../helpers/eventually";

describe("LoopbackListener", () => {
  let listener: LoopbackListener;
  const answered: string[] = [];
  beforeAll(async () => {
    listener = await LoopbackListener.start({
      handle: (request, response) => {
        answered.push(`${request.url}`);
        if (request.url !== "/waits") {
          response.end("ok");
        }
      },
      headersMs: 50,
      requestMs: 50,
    });
  });
  afterAll(() => listener.close());

  const get = (path: string) =>
    fetch(`${listener.url}${path}`).then(
      ({ status }) => status,
      ({ cause }) => cause.code,
    );

  /** What the server answers to bytes that are no whole request. */
  function answerTo(bytes: string): Promise<string> {
    return new Promise((resolve) => {
      let text = "";
      const socket = connect(Number(new URL(listener.url).port), "127.0.0.1", () => socket.write(bytes));
      socket.on("data", (data) => {
        text += data;
      });
      socket.on("error", ({ message }) => resolve(message));
      socket.on("close", () => resolve(text));
    });
  }

  it("refuses connections until it accepts them again, and keeps its port", async () => {
    expect(await get("/before")).toBe(200);
    const waiting = get("/waits");
    await eventually(() => answered.includes("/waits") || undefined, "the request");
    listener.refuse();
    expect([await waiting, await get("/meanwhile")]).toEqual(["ECONNRESET", "ECONNRESET"]);
    expect(listener.connections).toBe(0);
    await expect(
      LoopbackListener.start({ port: Number(new URL(listener.url).port), handle: () => undefined }),
    ).rejects.toMatchObject({ code: "EADDRINUSE" });
    listener.accept();
    expect(await get("/after")).toBe(200);
    expect(answered).toEqual(["/before", "/waits", "/after"]);
  });

  it("ends connections whose request does not come, or is too large", async () => {
    expect(await answerTo("GET /slow HTTP/1.1\r\nHost: a")).toMatch(/^HTTP\/1\.1 408 /);
    expect(await answerTo(`GET /${"a".repeat(40_000)} HTTP/1.1\r\nHost: a\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 /);
    expect(await answerTo("nonsense\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 /);
    expect(answered).not.toContain("/slow");
  });
});
