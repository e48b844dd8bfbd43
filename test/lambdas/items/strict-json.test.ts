import fc from "fast-check";
import { parseObject } from "../../../lambdas/items/model/parse-object";
import { ItemsRegion } from "../../helpers/items-region";

/** A body with raw bytes at the place of `#`. */
function bytes(text: string, ...raw: readonly number[]): Uint8Array {
  const [before = "", after = ""] = text.split("#");
  return Buffer.concat([Buffer.from(before), Buffer.from(raw), Buffer.from(after)]);
}

describe("parseObject", () => {
  it.each([
    '{"a":1,"a":1}',
    '{"a":1,"\\u0061":2}',
    '{"a":1,"b":{"c":1,"c":2}}',
    '{"a":[{"c":1 , "c"\n:2}]}',
    '{"\\"":1,"\\u0022":2}',
    '{"é":1,"\\u00e9":2}',
    `{"a":${"[".repeat(20)}{"x":1,"x":1}${"]".repeat(20)}}`,
  ])("refuses a name twice in one object: %s", (text) => {
    expect(() => parseObject(text)).toThrow("names must be unique within an object");
  });

  it.each([
    '{"a":{"a":{"a":1}},"b":[{"a":1},{"a":2}]}',
    '{"a":"\\"a\\":1","b":"a:1"}',
    // Equal for people, but not the same text: the service does not normalize Unicode.
    '{"é":1,"e\u0301":2}',
    '{"A":1,"a":2}',
    '{"constructor":1,"toString":2,"hasOwnProperty":3}',
  ])("accepts the same name in different objects: %s", (text) => {
    expect(() => parseObject(text)).not.toThrow();
  });

  it("counts every object that JSON.stringify writes as unique", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: "grapheme", minLength: 1 }), fc.jsonValue()), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!/"__proto__":|"":|\ufffd|\\ud|e[-+]?\d{3}/.test(text));
        expect(() => parseObject(text)).not.toThrow();
      }),
    );
  });

  it("refuses every object after one of its members is repeated", () => {
    const members = fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.nat(), { minKeys: 1, maxKeys: 5 });
    fc.assert(
      fc.property(members, fc.nat(), (value, index) => {
        const names = Object.keys(value);
        const again = `${JSON.stringify(names[index % names.length])}:null`;
        const text = JSON.stringify(value).replace("{", `{${again},`);
        expect(() => parseObject(text)).toThrow("names must be unique within an object");
      }),
    );
  });
});

describe("POST with bytes that are not UTF-8", () => {
  let region: ItemsRegion;

  beforeAll(async () => {
    region = await ItemsRegion.start();
  });
  afterAll(() => region.close());

  const text = '{"item_id":"bytes","x":"#"}';
  const post = (body: string | Uint8Array) =>
    region.request("POST", "/items", { "Content-Type": "application/json" }, body);

  it.each<[string, Uint8Array]>([
    ["a byte that never occurs", bytes(text, 0xff)],
    ["a continuation without a start", bytes(text, 0x80)],
    ["a start without a continuation", bytes(text, 0xc3)],
    ["an overlong slash", bytes(text, 0xc0, 0xaf)],
    ["an overlong quote", bytes(text, 0xe0, 0x80, 0xa2)],
    ["half a surrogate pair", bytes(text, 0xed, 0xa0, 0x80)],
    ["a code point above U+10FFFF", bytes(text, 0xf4, 0x90, 0x80, 0x80)],
    ["invalid bytes in a name", bytes('{"item_id":"bytes","#":1}', 0xff)],
    ["invalid bytes in the id", bytes('{"item_id":"#"}', 0xff)],
    ["U+FFFD itself, which cannot be distinguished", bytes(text, 0xef, 0xbf, 0xbd)],
  ])("answers 400 and stores nothing for %s", async (_what, body) => {
    expect(await post(body)).toMatchObject({ status: 400, json: { error: { code: "invalid_utf8" } } });
    expect(await region.items()).toEqual([]);
  });

  it.each<[string, string, string]>([
    ["a lone surrogate as an escape", "\\udc00", "invalid_item"],
    ["surrogates in the wrong order", "\\udc00\\ud800", "invalid_item"],
    ["an escape that is cut off", "\\u12", "invalid_json"],
  ])("answers 400 and stores nothing for %s", async (_what, value, code) => {
    expect(await post(text.replace("#", value))).toMatchObject({ status: 400, json: { error: { code } } });
    expect(await region.items()).toEqual([]);
  });

  it("answers 400 and stores nothing for a name twice", async () => {
    const answer = await post('{"item_id":"bytes","it\\u0065m_id":"other"}');
    expect(answer).toMatchObject({ status: 400, json: { error: { code: "duplicate_name" } } });
    expect(await region.items()).toEqual([]);
  });

  it("stores U+FFFD that is written as an escape, and returns it", async () => {
    expect(await post(text.replace("#", "\\ufffd"))).toMatchObject({ status: 201, json: { item: { x: "\ufffd" } } });
  });
});
