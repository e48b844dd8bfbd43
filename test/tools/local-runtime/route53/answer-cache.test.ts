import fc from "fast-check";
import { AnswerCache } from "../../../../tools/local-runtime/route53/answer-cache";

const NAME = "api.example.com";
const RFC_TTL = "https://www.rfc-editor.org/rfc/rfc1035#section-3.2.1";
const RFC_NEGATIVE = "https://www.rfc-editor.org/rfc/rfc2308#section-5";
const SOA = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/SOA-NSrecords.html";
const CHOOSES =
  "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-how-route-53-chooses-records.html";

const to = (region: string, ttlSeconds = 60) => ({ region, ttlSeconds });

describe("AnswerCache", () => {
  it.each([
    { rule: "keeps an answer until its TTL", speed: 1, at: 59_999, first: to("a"), second: "a", source: RFC_TTL },
    { rule: "asks again after the TTL", speed: 1, at: 60_000, first: to("a"), second: "b", source: RFC_TTL },
    { rule: "keeps a TTL of 0 not at all", speed: 1, at: 0, first: to("a", 0), second: "b", source: RFC_TTL },
    { rule: "divides the TTL by the speed", speed: 10, at: 5_999, first: to("a"), second: "a", source: RFC_TTL },
    { rule: "divides the TTL by the speed", speed: 10, at: 6_000, first: to("a"), second: "b", source: RFC_TTL },
    {
      rule: "keeps a missing name for 900 s",
      speed: 1,
      at: 899_999,
      first: undefined,
      second: undefined,
      source: RFC_NEGATIVE,
    },
    { rule: "asks for a missing name after 900 s", speed: 1, at: 900_000, first: undefined, second: "b", source: SOA },
  ])("$rule, $at ms at speed $speed ($source)", ({ speed, at, first, second }) => {
    const cache = new AnswerCache(speed);
    cache.resolve(NAME, 0, () => first);
    expect(cache.resolve(NAME, at, () => to("b")).answer?.region).toBe(second);
  });

  it(`keeps an answer with an unhealthy region for its whole TTL, as any other (${CHOOSES})`, () => {
    const cache = new AnswerCache(1);
    // No region is healthy, so Route 53 answers with "a". Then "b" recovers.
    cache.resolve(NAME, 0, () => to("a"));
    expect(cache.resolve(NAME, 30_000, () => to("b"))).toEqual({ answer: to("a"), expiresAt: 60_000 });
    expect(cache.resolve(NAME, 60_000, () => to("b")).answer).toEqual(to("b"));
  });

  it("keeps names apart", () => {
    const cache = new AnswerCache(1);
    cache.resolve(NAME, 0, () => to("a"));
    expect(cache.resolve("other.example.com", 0, () => to("b")).answer).toEqual(to("b"));
    expect(cache.peek("third.example.com", 0)).toBeUndefined();
  });

  it("answers with the new region at most a TTL after a change", () => {
    const times = fc.array(fc.nat({ max: 300_000 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(times, fc.nat({ max: 200_000 }), fc.integer({ min: 1, max: 60 }), (asked, change, speed) => {
        const cache = new AnswerCache(speed);
        for (const now of [...asked].sort((one, other) => one - other)) {
          const region = cache.resolve(NAME, now, () => to(now < change ? "old" : "new")).answer?.region;
          if (now >= change + 60_000 / speed) {
            expect(region).toBe("new");
          }
          if (now < change) {
            expect(region).toBe("old");
          }
        }
      }),
    );
  });
});
