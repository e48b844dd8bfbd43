import { type AlarmSettings, breaches, type Sample } from "../../../tools/emulator/actions/cloudwatch/alarm-data";

const ALARM: AlarmSettings = {
  metric: "X",
  statistic: "Maximum",
  period: 60,
  evaluationPeriods: 1,
  comparison: "GreaterThanOrEqualToThreshold",
  threshold: 1,
};
const NOW = Date.parse("2026-01-01T12:00:30Z");

/** Samples of one value each, by minutes before now. */
function samples(...values: readonly (readonly [minutesAgo: number, value: number])[]): Sample[] {
  return values.map(([minutes, value]) => ({
    time: NOW - minutes * 60_000,
    minimum: value,
    maximum: value,
    sum: value,
    count: 1,
  }));
}

describe("the data stream of an alarm", () => {
  it.each([
    ["nothing published", {}, [], undefined, undefined],
    ["a breaching value now", {}, [[0, 1]], true, true],
    ["a breaching value two minutes ago", {}, [[2, 1]], true, true],
    ["a breaching value an hour ago", {}, [[60, 1]], undefined, true],
    [
      "a breaching value, then a good one",
      {},
      [
        [60, 1],
        [30, 0],
      ],
      undefined,
      false,
    ],
    [
      "a breaching and a good value in one minute, by the maximum",
      {},
      [
        [0, 1],
        [0, 0],
      ],
      true,
      true,
    ],
    [
      "a breaching and a good value in one minute, by the minimum",
      { statistic: "Minimum" },
      [
        [0, 1],
        [0, 0],
      ],
      false,
      false,
    ],
    [
      "the average of one minute",
      { statistic: "Average", threshold: 0.5 },
      [
        [0, 1],
        [0, 0],
      ],
      true,
      true,
    ],
    [
      "the number of values",
      { statistic: "SampleCount", threshold: 2 },
      [
        [0, 0],
        [0, 0],
      ],
      true,
      true,
    ],
    [
      "the sum of values",
      { statistic: "Sum", threshold: 3 },
      [
        [0, 1],
        [0, 1],
      ],
      false,
      false,
    ],
    ["one of two periods", { evaluationPeriods: 2 }, [[0, 1]], undefined, undefined],
    [
      "two of two periods",
      { evaluationPeriods: 2 },
      [
        [0, 1],
        [1, 1],
      ],
      true,
      true,
    ],
    ["a value in the future", {}, [[-5, 1]], undefined, undefined],
    ["the threshold itself, above", { comparison: "GreaterThanThreshold" }, [[0, 1]], false, false],
    ["a value below", { comparison: "LessThanThreshold" }, [[0, 0]], true, true],
    ["the threshold itself, at most", { comparison: "LessThanOrEqualToThreshold" }, [[0, 1]], true, true],
  ] as const)("%s", (_, change, values, current, last) => {
    const settings = { ...ALARM, ...change } as AlarmSettings;
    expect(breaches(settings, samples(...values), NOW)).toEqual({ current, last });
  });
});
