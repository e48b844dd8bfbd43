import { problemsOf } from "../../../helpers/environments";

describe("the edge", () => {
  it("accepts cached paths, a geo restriction and a price class", () => {
    const geoRestriction = { type: "deny", countries: ["KP"] };
    expect(
      problemsOf({ threeTier: { edge: { cachedPaths: ["/static/*"], geoRestriction, priceClass: "PriceClass_All" } } }),
    ).toEqual([]);
  });

  it.each([
    [{ cachedPaths: ["/", `/${"x".repeat(255)}`] }, /^cachedPaths\[1\] must be at most 255 characters, got "\/x+…$/],
    [{ priceClass: "PriceClass_300" }, /^priceClass must be "PriceClass_100" or .*, got "PriceClass_300"$/],
    [{ requestsPer5Minutes: 9 }, "requestsPer5Minutes must be a whole number from 10 to 2000000000, got 9"],
    [
      { geoRestriction: { type: "allow", countries: [] } },
      /^geoRestriction\.countries must be at least 1 entry, got \[\] \(empty\)$/,
    ],
    [
      { geoRestriction: { type: "allow", countries: ["GB", "Germany"] } },
      'geoRestriction.countries[1] must be an ISO 3166-1 alpha-2 code, e.g. GB, got "Germany"',
    ],
  ])("refuses %j", (edge, problem) => {
    const [found, ...others] = problemsOf({ threeTier: { edge } });
    expect(others).toEqual([]);
    expect(found?.replace("threeTier.edge.", "")).toMatch(problem);
  });
});

describe("the three-tier section", () => {
  it("refuses a retention period that CloudWatch Logs does not support", () => {
    expect(problemsOf({ threeTier: { logRetentionInDays: 42 } })).toEqual([
      expect.stringMatching(
        /^threeTier\.logRetentionInDays must be one of the retention periods of CloudWatch Logs \(1, 3, .*\), got 42$/,
      ),
    ]);
  });
});
