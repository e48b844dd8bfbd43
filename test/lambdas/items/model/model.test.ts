import fc from "fast-check";
import { canonicalDecimal } from "../../../../lambdas/items/model/decimal";
import { itemSize } from "../../../../lambdas/items/model/item-size";
import { toJson } from "../../../../lambdas/items/model/json";
import { parseObject } from "../../../../lambdas/items/model/parse-object";

describe("canonicalDecimal", () => {
  it.each([
    ["0", "0"],
    ["-0.00", "0"],
    ["1.50", "1.5"],
    ["15e-1", "1.5"],
    ["1e3", "1000"],
    ["0.0000001", "0.0000001"],
    ["1e-8", "1e-8"],
    ["-12.5E+40", "-1.25e+41"],
    ["12345678901234567890123456789012345678", "12345678901234567890123456789012345678"],
    [`1${"0".repeat(125)}`, "1e+125"],
    ["1E-130", "1e-130"],
  ])("writes %s as %s", (text, canonical) => {
    expect(canonicalDecimal(text)).toBe(canonical);
  });

  it.each([["9".repeat(39)], ["1e126"], ["1e-131"], ["1e999999999999999999999"], ["abc"], ["1e"]])(
    "refuses %s",
    (text) => {
      expect(canonicalDecimal(text)).toBeUndefined();
    },
  );

  it("keeps the value of every JavaScript number that DynamoDB holds", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: -1e125, max: 1e125 }), (value) => {
        const canonical = canonicalDecimal(String(value));
        expect(canonical === undefined ? Math.abs(value) < 1e-130 : Number(canonical) === value).toBe(true);
      }),
    );
  });
});

describe("parseObject and toJson", () => {
  it("return every JSON object with all digits of its numbers", () => {
    const text = fc.string({ unit: "grapheme" });
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 5 },
        text,
        fc.maxSafeInteger(),
        fc.double({ noNaN: true, min: -1e100, max: 1e100 }).filter((number) => Math.abs(number) > 1e-100),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie("value"), { maxLength: 5 }),
        fc.dictionary(fc.string({ unit: "grapheme", minLength: 1 }), tie("value"), { maxKeys: 5 }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: "grapheme", minLength: 1 }), value), (object) => {
        // The service refuses this character unless it is an escape, because decoders write it in place of invalid UTF-8.
        const json = JSON.stringify(object).replaceAll("\ufffd", "\\ufffd");
        fc.pre(!json.includes('"__proto__":'));
        expect(JSON.parse(toJson({ M: parseObject(json) }))).toEqual(JSON.parse(json));
      }),
    );
  });

  it("read a string of a million escapes", () => {
    const text = JSON.stringify({ a: '\\"\n'.repeat(333_333) });
    expect(parseObject(text).a).toEqual({ S: '\\"\n'.repeat(333_333) });
  });
});

describe("itemSize", () => {
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
  it.each<[string, Parameters<typeof itemSize>[0], number]>([
    ["names and strings in UTF-8", { é: { S: "ü✓" } }, 2 + 2 + 3],
    ["one byte for null and boolean", { a: { NULL: true }, b: { BOOL: false } }, 4],
    ["binary as it is", { a: { B: new Uint8Array(5) } }, 6],
    [
      "three bytes for a list and one for each member",
      { a: { L: [{ S: "xy" }, { BOOL: true }] } },
      1 + 3 + (1 + 2) + (1 + 1),
    ],
    ["three bytes for a map and one for each member", { a: { M: { bc: { S: "d" } } } }, 1 + 3 + 1 + 3],
    ["sets as their members", { a: { SS: ["b", "cd"] }, e: { BS: [new Uint8Array(2)] } }, 1 + 3 + 1 + 2],
    ["half a byte for a digit, without zeros at the ends", { a: { N: "1200" } }, 1 + 1 + 2],
  ])("counts %s", (_what, item, size) => {
    expect(itemSize(item)).toBe(size);
  });
});
