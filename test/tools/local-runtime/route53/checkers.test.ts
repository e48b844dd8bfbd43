import fc from "fast-check";
import { isEndpointHealthy, NEW_REPORT, nextReport } from "../../../../tools/local-runtime/route53/checker-report";
import { describeProbe, isSuccess, type ProbeResult } from "../../../../tools/local-runtime/route53/probe-result";

const GUIDE = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide";
const DETERMINES = `${GUIDE}/dns-failover-determining-health-of-endpoints.html`;
const CONFIG = "https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html";

const answer = (status: number, connectMs = 1, answerMs = 1): ProbeResult => ({
  type: "answer",
  connectMs,
  answerMs,
  status,
});

describe("isSuccess", () => {
  it.each<[ProbeResult, boolean, string, string]>([
    [answer(200), true, "HTTP status code 200", DETERMINES],
    [answer(204), true, "HTTP status code 204", DETERMINES],
    [answer(301), true, "HTTP status code 301", DETERMINES],
    [answer(399), true, "HTTP status code 399", DETERMINES],
    [answer(199), false, "HTTP status code 199", DETERMINES],
    [answer(400), false, "HTTP status code 400", DETERMINES],
    [answer(429), false, "HTTP status code 429", DETERMINES],
    [answer(503), false, "HTTP status code 503", DETERMINES],
    [answer(200, 4_000, 2_000), true, "HTTP status code 200", DETERMINES],
    [answer(200, 4_001, 1), false, "no connection within 4 s", DETERMINES],
    [answer(200, 1, 2_001), false, "no answer within 2 s", DETERMINES],
    [{ type: "failure", reason: "connection refused" }, false, "connection refused", DETERMINES],
  ])("%j is %s: %s (%s)", (result, success, text) => {
    expect(isSuccess(result)).toBe(success);
    expect(describeProbe(result)).toBe(text);
  });
});

/** Reports after each result. `+` is a success or a healthy report, `-` the opposite. */
function reports(results: string, threshold: number): string {
  let report = NEW_REPORT;
  return [...results]
    .map((result) => {
      report = nextReport(report, result === "+", threshold);
      return report.healthy ? "+" : "-";
    })
    .join("");
}

describe("nextReport", () => {
  it.each([
    {
      rule: "a new check is healthy until there is enough data",
      results: "--",
      threshold: 3,
      after: "++",
      source: DETERMINES,
    },
    { rule: "three failures in a row", results: "---", threshold: 3, after: "++-", source: CONFIG },
    {
      rule: "a success in between starts again",
      results: "--+--+---",
      threshold: 3,
      after: "++++++++-",
      source: CONFIG,
    },
    {
      rule: "the same number of successes to become healthy",
      results: "---++-+++",
      threshold: 3,
      after: "++------+",
      source: CONFIG,
    },
    { rule: "a threshold of 1 follows each result", results: "-+-+", threshold: 1, after: "-+-+", source: CONFIG },
    {
      rule: "the largest threshold is 10",
      results: "-".repeat(10),
      threshold: 10,
      after: `${"+".repeat(9)}-`,
      source: CONFIG,
    },
  ])("$rule ($source)", ({ results, threshold, after }) => {
    expect(reports(results, threshold)).toBe(after);
  });

  it("changes only after as many equal results as the threshold", () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 60 }), fc.integer({ min: 1, max: 10 }), (results, threshold) => {
        let report = NEW_REPORT;
        for (const [index, success] of results.entries()) {
          const before = report.healthy;
          report = nextReport(report, success, threshold);
          if (report.healthy !== before) {
            expect(results.slice(index + 1 - threshold, index + 1)).toEqual(new Array(threshold).fill(report.healthy));
          }
        }
      }),
    );
  });
});

describe("isEndpointHealthy", () => {
  const of = (healthy: number, all: number) => Array.from({ length: all }, (_, index) => index < healthy);

  it.each([
    { healthy: 18, all: 100, expected: false, source: DETERMINES },
    { healthy: 19, all: 100, expected: true, source: DETERMINES },
    { healthy: 9, all: 50, expected: false, source: DETERMINES },
    { healthy: 1, all: 6, expected: false, source: DETERMINES },
    { healthy: 2, all: 6, expected: true, source: DETERMINES },
    { healthy: 3, all: 16, expected: true, source: DETERMINES },
    { healthy: 2, all: 16, expected: false, source: DETERMINES },
    { healthy: 0, all: 3, expected: false, source: DETERMINES },
    { healthy: 1, all: 3, expected: true, source: DETERMINES },
    { healthy: 0, all: 0, expected: true, source: DETERMINES },
  ])("$healthy of $all healthy checkers: $expected ($source)", ({ healthy, all, expected }) => {
    expect(isEndpointHealthy(of(healthy, all))).toBe(expected);
  });
});
