import { ItemsRegion } from "../../helpers/items-region";

/** The behaviour of the API over HTTP, with the bundles that are deployed and dynalite. */
describe("items API in one region", () => {
  let region: ItemsRegion;

  beforeAll(async () => {
    region = await ItemsRegion.start("eu-west-1");
  });
  afterAll(() => region.close());

  const stored = async (id: string) => (await region.items()).find((item) => item.item_id?.S === id);

  describe("POST /items", () => {
    it("answers 201 with the stored item and its region", async () => {
      const { status, json, headers } = await region.post({ item_id: "new", colour: "red" });
      expect(status).toBe(201);
      expect(json.item).toEqual({
        item_id: "new",
        colour: "red",
        origin_region: "eu-west-1",
        created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        version: 1,
      });
      expect(headers.get("etag")).toMatch(/^"1-[\w-]{12}"$/);
      expect(headers.get("cache-control")).toBe("no-store");
      expect(await stored("new")).toMatchObject({ colour: { S: "red" }, version: { N: "1" } });
    });

    it("refuses an existing id with 409 and does not change the item", async () => {
      await region.post({ item_id: "taken", owner: "first" });
      const { status, json } = await region.post({ item_id: "taken", owner: "second" });
      expect(status).toBe(409);
      expect(json.error).toMatchObject({ code: "item_exists", request_id: expect.any(String) });
      expect(await stored("taken")).toMatchObject({ owner: { S: "first" } });
    });

    it("overwrites with overwrite=true, with the next version and the same creation time", async () => {
      const first = await region.post({ item_id: "over", colour: "red" });
      const second = await region.post({ item_id: "over", shape: "round" }, {}, "?overwrite=true");
      expect(second.status).toBe(200);
      expect(second.json.item).toEqual({ ...first.json.item, colour: undefined, shape: "round", version: 2 });
    });

    it("creates a new item with overwrite=true", async () => {
      expect(await region.post({ item_id: "over-nothing" }, {}, "?overwrite=true")).toMatchObject({ status: 201 });
    });

    it("overwrites with the ETag of a read, once", async () => {
      await region.post({ item_id: "matched" });
      const tag = (await region.get("matched")).headers.get("etag") ?? "";
      expect(await region.post({ item_id: "matched", by: "me" }, { "If-Match": tag })).toMatchObject({ status: 200 });
      const late = await region.post({ item_id: "matched", by: "them" }, { "If-Match": tag });
      expect(late).toMatchObject({ status: 412, json: { error: { code: "version_mismatch" } } });
      expect(await stored("matched")).toMatchObject({ by: { S: "me" }, version: { N: "2" } });
    });

    it("answers 412 and creates no item for If-Match on a free id", async () => {
      expect(await region.post({ item_id: "absent" }, { "If-Match": "*" })).toMatchObject({ status: 412 });
      expect(await stored("absent")).toBeUndefined();
    });

    it("performs one of two overwrites with the same ETag", async () => {
      const tag = (await region.post({ item_id: "raced" })).headers.get("etag") ?? "";
      const answers = await Promise.all(
        [1, 2, 3, 4].map((n) => region.post({ item_id: "raced", n }, { "If-Match": tag })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412]);
    });

    it("overwrites an item of another program", async () => {
      const item = { item_id: { S: "legacy" }, "aws:rep:updateregion": { S: "us-west-2" }, tags: { SS: ["a"] } };
      await region.database.call("PutItem", { TableName: "MyGlobalTable", Item: item });
      const tag = (await region.get("legacy")).headers.get("etag") ?? "";
      const { status, json } = await region.post({ item_id: "legacy" }, { "If-Match": tag });
      expect({ status, version: json.item.version }).toEqual({ status: 200, version: 2 });
    });
  });

  describe("GET /items/{item_id}", () => {
    it("answers 200 with the item and the region that read it", async () => {
      const posted = await region.post({ item_id: "read me" });
      const { status, json, headers } = await region.get("read me");
      expect({ status, json }).toEqual({
        status: 200,
        json: { item: posted.json.item, retrieved_from: "eu-west-1" },
      });
      expect(headers.get("etag")).toBe(posted.headers.get("etag"));
    });

    it("answers 404 with code, message and request id for an unknown item", async () => {
      const { status, json } = await region.get("nobody");
      expect(status).toBe(404);
      expect(json).toEqual({
        error: { code: "not_found", message: expect.any(String), request_id: expect.any(String) },
      });
    });

    it.each(["a/b", "100%", "ünï ✓", "?x=1#y", "%41"])("finds the id %j", async (id) => {
      expect((await region.post({ item_id: id })).status).toBe(201);
      expect((await region.get(id)).json.item.item_id).toBe(id);
    });

    it("keeps all digits of numbers", async () => {
      const body = '{"item_id":"exact","big":12345678901234567890123456789012345678,"cents":0.10,"tiny":1e-130}';
      expect((await region.post(body)).status).toBe(201);
      const { text } = await region.get("exact");
      expect(text).toContain('"big":12345678901234567890123456789012345678,"cents":0.1,');
      expect(text).toContain('"tiny":1e-130');
      expect(await stored("exact")).toMatchObject({ big: { N: "12345678901234567890123456789012345678" } });
    });

    it("returns sets as arrays and binary as base64", async () => {
      const item = {
        item_id: { S: "sets" },
        words: { SS: ["b", "a"] },
        counts: { NS: ["10", "9", "12345678901234567890"] },
        raw: { B: "AAEC" },
        raws: { BS: ["/w==", "AA=="] },
        nested: { M: { deep: { L: [{ N: "1.50" }, { NULL: true }, { BOOL: false }] } } },
      };
      await region.database.call("PutItem", { TableName: "MyGlobalTable", Item: item });
      const { text } = await region.get("sets");
      expect(text).toContain('"counts":[9,10,12345678901234567890]');
      expect(JSON.parse(text).item).toMatchObject({
        words: ["a", "b"],
        raw: "AAEC",
        raws: ["/w==", "AA=="].sort(),
        nested: { deep: [1.5, null, false] },
      });
    });
  });

  describe("refusals store nothing", () => {
    const json = { "Content-Type": "application/json" };
    const big = (bytes: number) => "x".repeat(bytes);

    it.each<[string, number, string, Record<string, string>, string | Uint8Array]>([
      ["no body", 400, "invalid_json", json, ""],
      ["no JSON", 400, "invalid_json", json, "item_id=1"],
      ["base64 text", 400, "invalid_json", json, Buffer.from('{"item_id":"refused"}').toString("base64")],
      ["a list", 400, "invalid_json", json, "[]"],
      ["a bare string", 400, "invalid_json", json, '"refused"'],
      ["a body cut short", 400, "invalid_json", json, '{"item_id":"refused"'],
      ["a missing id", 400, "invalid_item_id", json, "{}"],
      ["an empty id", 400, "invalid_item_id", json, '{"item_id":""}'],
      ["an id that is a number", 400, "invalid_item_id", json, '{"item_id":1}'],
      ["an id of 2,049 bytes", 400, "invalid_item_id", json, JSON.stringify({ item_id: big(2049) })],
      ["an id of 1,025 two-byte letters", 400, "invalid_item_id", json, JSON.stringify({ item_id: "é".repeat(1025) })],
      ["half a surrogate pair", 400, "invalid_item", json, '{"item_id":"\\ud800"}'],
      ["an id that no path can name", 400, "invalid_item_id", json, '{"item_id":"."}'],
      ["another that no path can name", 400, "invalid_item_id", json, '{"item_id":".."}'],
      ["a reserved id", 400, "invalid_item_id", json, '{"item_id":"_tierra_health"}'],
      ["the reserved name version", 400, "reserved_name", json, '{"item_id":"refused","version":7}'],
      ["the reserved name created_at", 400, "reserved_name", json, '{"item_id":"refused","created_at":"x"}'],
      ["the reserved name origin_region", 400, "reserved_name", json, '{"item_id":"refused","origin_region":"x"}'],
      ["a legacy aws:rep name", 400, "reserved_name", json, '{"item_id":"refused","aws:rep:deleting":true}'],
      ["a name of the service", 400, "reserved_name", json, '{"item_id":"refused","_tierra_write":"x"}'],
      ["__proto__", 400, "invalid_item", json, '{"item_id":"refused","a":{"__proto__":1}}'],
      ["an empty name", 400, "invalid_item", json, '{"item_id":"refused","":1}'],
      ["39 digits", 400, "invalid_item", json, `{"item_id":"refused","n":${"9".repeat(39)}}`],
      ["a number too great", 400, "invalid_item", json, '{"item_id":"refused","n":1e126}'],
      ["a number too small", 400, "invalid_item", json, '{"item_id":"refused","n":1e-131}'],
      [
        "33 lists in each other",
        400,
        "invalid_item",
        json,
        `{"item_id":"refused","n":${"[".repeat(33)}${"]".repeat(33)}}`,
      ],
      [
        "100,000 lists in each other",
        400,
        "invalid_item",
        json,
        `{"item_id":"refused","n":${"[".repeat(1e5)}${"]".repeat(1e5)}}`,
      ],
      ["an item over 400 KB", 413, "item_too_large", json, JSON.stringify({ item_id: "refused", x: big(410_000) })],
      [
        "an item over 400 KB in UTF-8 only",
        413,
        "item_too_large",
        json,
        JSON.stringify({ item_id: "refused", x: "é".repeat(210_000) }),
      ],
      ["a body over 3 MB", 413, "body_too_large", json, JSON.stringify({ item_id: "refused", x: big(3_200_000) })],
      [
        "form data",
        415,
        "unsupported_media_type",
        { "Content-Type": "application/x-www-form-urlencoded" },
        "item_id=1",
      ],
      ["text", 415, "unsupported_media_type", { "Content-Type": "text/plain" }, '{"item_id":"refused"}'],
      [
        "Latin-1",
        415,
        "unsupported_media_type",
        { "Content-Type": "application/json; charset=latin1" },
        '{"item_id":"refused"}',
      ],
      [
        "a compressed body",
        415,
        "unsupported_media_type",
        { ...json, "Content-Encoding": "gzip" },
        '{"item_id":"refused"}',
      ],
      [
        "a binary body",
        415,
        "unsupported_media_type",
        { "Content-Type": "application/octet-stream" },
        new Uint8Array([1]),
      ],
      [
        "a key with spaces",
        400,
        "invalid_idempotency_key",
        { ...json, "Idempotency-Key": "a b" },
        '{"item_id":"refused"}',
      ],
      [
        "a key of 256 characters",
        400,
        "invalid_idempotency_key",
        { ...json, "Idempotency-Key": big(256) },
        '{"item_id":"refused"}',
      ],
      ["an If-Match without quotes", 400, "invalid_if_match", { ...json, "If-Match": "1" }, '{"item_id":"refused"}'],
    ])("%s: %i %s", async (_what, status, code, headers, body) => {
      const answer = await region.request("POST", "/items", headers, body);
      expect({ status: answer.status, code: answer.json.error.code }).toEqual({ status, code });
      expect(answer.json.error.message).not.toBe("");
      expect(await stored("refused")).toBeUndefined();
    });

    it("refuses overwrite with another value or together with If-Match", async () => {
      const asked = [
        await region.post({ item_id: "refused" }, {}, "?overwrite=yes"),
        await region.post({ item_id: "refused" }, {}, "?overwrite=true&overwrite=false"),
        await region.post({ item_id: "refused" }, { "If-Match": '"1-x"' }, "?overwrite=true"),
      ];
      expect(asked.map(({ json }) => json.error.code)).toEqual(new Array(3).fill("invalid_overwrite"));
    });

    it("stores an id of 2,048 bytes", async () => {
      expect(await region.post({ item_id: "é".repeat(1024) })).toMatchObject({ status: 201 });
    });

    it("refuses invalid ids and paths that are not UTF-8 in GET", async () => {
      expect(await region.get("x".repeat(2049))).toMatchObject({ status: 400 });
      expect(await region.request("GET", "/items/%ff")).toMatchObject({
        status: 400,
        json: { error: { code: "invalid_item_id" } },
      });
    });
  });

  it("logs one line of JSON per request, with status, duration and ids, without the item", async () => {
    region.logs.length = 0;
    await region.post({ item_id: "secret-id", password: "hunter2" }, { "Idempotency-Key": "secret-key" });
    await region.get("secret-id");
    await region.log(({ function_name }) => function_name === "get-item");
    expect(region.logs).toHaveLength(2);
    expect(region.logs[0]).toMatchObject({
      level: "INFO",
      message: "answered",
      service: "items",
      cold_start: false,
      function_name: "create-item",
      function_request_id: expect.any(String),
      request_id: expect.any(String),
      region: "eu-west-1",
      route: "/items",
      status: 201,
      duration_ms: expect.any(Number),
    });
    expect(JSON.stringify(region.logs)).not.toMatch(/secret|hunter2/);
  });
});
