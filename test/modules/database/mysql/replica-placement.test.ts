import fc from "fast-check";
import { placeReplicas } from "../../../../modules/database/mysql/replica-placement";

const ZONES = ["us-east-1a", "us-east-1b", "us-east-1c"];
const counts = fc.integer({ min: 0, max: 15 });
const zones = fc.uniqueArray(fc.constantFrom("a", "b", "c", "d", "e", "f"), { minLength: 1 });

describe("placeReplicas", () => {
  it.each([
    [0, []],
    [1, ["us-east-1a-1"]],
    [2, ["us-east-1a-1", "us-east-1b-1"]],
    [3, ["us-east-1a-1", "us-east-1b-1", "us-east-1c-1"]],
    [4, ["us-east-1a-1", "us-east-1b-1", "us-east-1c-1", "us-east-1a-2"]],
  ])("names %i replicas by zone and number in the zone", (count, keys) => {
    expect(placeReplicas(count, ZONES).map(({ key }) => key)).toEqual(keys);
  });

  it("fails without zones", () => {
    expect(() => placeReplicas(1, [])).toThrow("zones must have an entry");
  });

  it("gives every replica a unique key", () => {
    fc.assert(
      fc.property(counts, zones, (count, names) => {
        expect(new Set(placeReplicas(count, names).map(({ key }) => key)).size).toBe(count);
      }),
    );
  });

  it("spreads the replicas evenly over the zones", () => {
    fc.assert(
      fc.property(counts, zones, (count, names) => {
        const perZone = names.map((name) => placeReplicas(count, names).filter(({ zone }) => zone === name).length);
        expect(Math.max(...perZone) - Math.min(...perZone)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("keeps existing placements when the count changes", () => {
    fc.assert(
      fc.property(counts, counts, zones, (one, other, names) => {
        const [few, many] = [Math.min(one, other), Math.max(one, other)];
        expect(placeReplicas(many, names).slice(0, few)).toEqual(placeReplicas(few, names));
      }),
    );
  });
});
