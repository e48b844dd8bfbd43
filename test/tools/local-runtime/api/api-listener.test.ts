import { ApiListener } from "../../../../tools/local-runtime/api/api-listener";
import { eventually } from "../../../helpers/eventually";

describe("ApiListener", () => {
  let listener: ApiListener;
  const answered: string[] = [];
  beforeAll(async () => {
    const handle = async (request: { url?: string | undefined }, response: { end: (text: string) => unknown }) => {
      answered.push(`${request.url}`);
      if (request.url !== "/waits") {
        response.end("ok");
      }
    };
    listener = await ApiListener.start({ handler: { handle } });
  });
  afterAll(() => listener.close());

  const get = (path: string) =>
    fetch(`${listener.url}${path}`).then(
      ({ status }) => status,
      ({ cause }) => cause.code,
    );

  it("refuses connections until it accepts them again, and keeps its port", async () => {
    expect(await get("/before")).toBe(200);
    const waiting = get("/waits");
    await eventually(() => answered.includes("/waits") || undefined, "the request");
    listener.refuse();
    expect([await waiting, await get("/meanwhile")]).toEqual(["ECONNRESET", "ECONNRESET"]);
    await expect(
      ApiListener.start({ port: Number(new URL(listener.url).port), handler: { handle: async () => undefined } }),
    ).rejects.toMatchObject({ code: "EADDRINUSE" });
    listener.accept();
    expect(await get("/after")).toBe(200);
    expect(answered).toEqual(["/before", "/waits", "/after"]);
  });
});
