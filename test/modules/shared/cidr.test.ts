import fc from "fast-check";
import {
  addressAt,
  canonical,
  containsBlock,
  isCidrBlock,
  isPrivateBlock,
  overlaps,
  prefixLength,
} from "../../../modules/shared/cidr";

/** Any canonical block, with the addresses it spans: the arithmetic to compare with. */
const block = fc
  .record({ address: fc.integer({ min: 0, max: 2 ** 32 - 1 }), prefix: fc.integer({ min: 0, max: 32 }) })
  .map(({ address, prefix }) => {
    const size = 2 ** (32 - prefix);
    const first = Math.floor(address / size) * size;
    return { text: `${dotted(first)}/${prefix}`, prefix, first, last: first + size - 1 };
  });

/** Two blocks of which one often lies in the other: independent ones nearly never meet. */
const pair = fc.oneof(
  fc.tuple(block, block),
  fc.tuple(block, fc.integer({ min: 0, max: 32 })).map(([outer, more]) => {
    const prefix = Math.min(32, outer.prefix + more);
    return [
      outer,
      {
        text: `${dotted(outer.first)}/${prefix}`,
        prefix,
        first: outer.first,
        last: outer.first + 2 ** (32 - prefix) - 1,
      },
    ] as const;
  }),
);

describe("isCidrBlock", () => {
  it.each(["0.0.0.0/0", "10.0.0.0/16", "10.0.128.0/20", "203.0.113.7/32"])("accepts %s", (text) => {
    expect(isCidrBlock(text)).toBe(true);
  });

  it.each([
    "10.0.0.1/16",
    "10.0.0.0",
    "10.0.0.0/",
    "10.0.0.0/33",
    "10.0.0/16",
    "10.0.0.256/32",
    "010.0.0.0/16",
    "2001:db8::/32",
    "",
    " 10.0.0.0/16",
  ])("refuses %p", (text) => {
    expect(isCidrBlock(text)).toBe(false);
  });

  it("accepts every canonical block, and no other spelling of it", () => {
    fc.assert(
      fc.property(block, ({ text, prefix, first }) => {
        expect(isCidrBlock(text)).toBe(true);
        if (prefix < 32) {
          expect(isCidrBlock(`${dotted(first + 1)}/${prefix}`)).toBe(false);
          expect(canonical(`${dotted(first + 1)}/${prefix}`)).toBe(text);
        }
      }),
    );
  });
});

it("prefixLength is the number after the slash", () => {
  fc.assert(fc.property(block, ({ text, prefix }) => expect(prefixLength(text)).toBe(prefix)));
});

describe("containsBlock", () => {
  it("is true when every address of the inner block lies in the outer one", () => {
    fc.assert(
      fc.property(pair, ([outer, inner]) => {
        expect(containsBlock(outer.text, inner.text)).toBe(outer.first <= inner.first && inner.last <= outer.last);
      }),
    );
  });

  it("holds for a block and itself", () => {
    fc.assert(fc.property(block, ({ text }) => expect(containsBlock(text, text)).toBe(true)));
  });
});

describe("overlaps", () => {
  it("is true when two blocks share an address, in either order", () => {
    fc.assert(
      fc.property(pair, ([one, other]) => {
        const shared = one.first <= other.last && other.first <= one.last;
        expect(overlaps(one.text, other.text)).toBe(shared);
        expect(overlaps(other.text, one.text)).toBe(shared);
      }),
    );
  });
});

describe("isPrivateBlock", () => {
  it.each(["10.0.0.0/8", "172.16.0.0/12", "172.31.255.0/24", "192.168.4.0/22", "100.64.0.0/10"])(
    "accepts %s",
    (text) => {
      expect(isPrivateBlock(text)).toBe(true);
    },
  );

  it.each(["0.0.0.0/0", "8.0.0.0/7", "172.0.0.0/8", "172.32.0.0/16", "100.128.0.0/16", "203.0.113.0/24"])(
    "refuses %s",
    (text) => {
      expect(isPrivateBlock(text)).toBe(false);
    },
  );
});

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}

describe("addressAt", () => {
  it("counts from the first address of a block", () => {
    expect(addressAt("10.11.0.0/16", 2)).toBe("10.11.0.2");
    expect(addressAt("10.0.255.0/24", 256)).toBe("10.1.0.0");
  });
});
