import { entityTags, matchesStrongly, matchesWeakly } from "../../../lambdas/items/model/entity-tags";
import { type Answer, ItemsRegion } from "../../helpers/items-region";

describe("entityTags", () => {
  it.each<[string, string[], ReturnType<typeof entityTags>]>([
    ["no header", [], undefined],
    ["any", [" * "], "*"],
    ["one tag", ['"1-a"'], ['"1-a"']],
    ["a list", ['"a", W/"b" ,\t"c"'], ['"a"', 'W/"b"', '"c"']],
    ["several headers", ['"a"', '"b"'], ['"a"', '"b"']],
    ["a tag with a comma", ['"a,b"'], ['"a,b"']],
    ["an empty tag", ['""'], ['""']],
  ])("reads %s", (_what, values, tags) => {
    expect(entityTags("If-Match", values)).toEqual(tags);
  });

  it.each(["", "a", '"a', 'a"', '"a" "b"', '*, "a"', '"a",', ',"a"', 'w/"a"', 'W/ "a"', '"a\u0001"', "**"])(
    "refuses %j with 400",
    (value) => {
      expect(() => entityTags("If-None-Match", [value])).toThrow("If-None-Match must be *, or ETags of answers");
    },
  );

  it("compares strongly for If-Match and weakly for If-None-Match", () => {
    expect([matchesStrongly(['W/"a"'], '"a"'), matchesWeakly(['W/"a"'], '"a"')]).toEqual([false, true]);
    expect([matchesStrongly("*", '"a"'), matchesWeakly("*", '"a"'), matchesWeakly(['"b"'], '"a"')]).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe("If-None-Match", () => {
  let region: ItemsRegion;
  let tag: string;

  beforeAll(async () => {
    region = await ItemsRegion.start();
    tag = (await region.post({ item_id: "known" })).headers.get("etag") ?? "";
  });
  afterAll(() => region.close());

  const read = (header: string, id = "known") =>
    region.request("GET", `/items/${id}`, header ? { "If-None-Match": header } : {});
  const create = (id: string, headers: Record<string, string>, query = ""): Promise<Answer> =>
    region.post({ item_id: id }, headers, query);

  describe("in a GET", () => {
    it.each<[string, () => string]>([
      ["the item's ETag", () => tag],
      ["the ETag marked as weak by a proxy", () => `W/${tag}`],
      ["a list with the ETag", () => `"1-other", ${tag}`],
      ["*", () => "*"],
    ])("answers 304 with the ETag and without a body for %s", async (_what, header) => {
      const { status, text, headers } = await read(header());
      expect({ status, text, tag: headers.get("etag") }).toEqual({ status: 304, text: "", tag });
      expect(headers.get("cache-control")).toBe("private, no-cache");
    });

    it("answers 200 for the ETag of another version, and after an overwrite", async () => {
      expect(await read('"1-other"')).toMatchObject({ status: 200, json: { item: { item_id: "known" } } });
      const before = (await create("moving", {})).headers.get("etag") ?? "";
      await create("moving", {}, "?overwrite=true");
      expect(await read(before, "moving")).toMatchObject({ status: 200, json: { item: { version: 2 } } });
    });

    it("answers 404 for an unknown item, also with *", async () => {
      expect(await read("*", "unknown")).toMatchObject({ status: 404 });
    });

    it("refuses another value with 400", async () => {
      expect(await read("1-a")).toMatchObject({ status: 400, json: { error: { code: "invalid_if_none_match" } } });
    });
  });

  describe("in a POST", () => {
    const any = { "If-None-Match": "*" };

    it("creates an item once: 201, then 412, and the item is unchanged", async () => {
      expect(await create("once", any)).toMatchObject({ status: 201 });
      const second = await create("once", any);
      expect(second).toMatchObject({ status: 412, json: { error: { code: "item_exists" } } });
      expect((await region.get("once")).json.item.version).toBe(1);
    });

    it("creates one item for many requests at the same time", async () => {
      const answers = await Promise.all(Array.from({ length: 6 }, () => create("raced", any)));
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 412, 412, 412, 412, 412]);
    });

    it("gives a retry with the same Idempotency-Key the first answer", async () => {
      const headers = { ...any, "Idempotency-Key": "k-1" };
      const first = await create("retried", headers);
      const second = await create("retried", headers);
      expect([second.status, second.text]).toEqual([201, first.text]);
    });

    it.each<[string, Record<string, string>, string, string]>([
      ["a tag", { "If-None-Match": '"1-a"' }, "", "invalid_if_none_match"],
      ["If-Match", { ...any, "If-Match": "*" }, "", "invalid_if_none_match"],
      ["overwrite=true", any, "?overwrite=true", "invalid_overwrite"],
      ["overwrite=false", any, "?overwrite=false", "invalid_overwrite"],
      ["a weak If-Match", { "If-Match": 'W/"1-a"' }, "", "invalid_if_match"],
    ])("is refused with 400 and stores nothing: %s", async (_what, headers, query, code) => {
      expect(await create("combined", headers, query)).toMatchObject({ status: 400, json: { error: { code } } });
      expect(await region.get("combined")).toMatchObject({ status: 404 });
    });
  });
});
