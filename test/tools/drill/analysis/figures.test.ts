import fc from "fast-check";
import { checksOf } from "../../../../tools/drill/analysis/checks";
import type { DrillData } from "../../../../tools/drill/analysis/drill-data";
import { figuresOf } from "../../../../tools/drill/analysis/figures";
import { seriesOf, UNKNOWN } from "../../../../tools/drill/analysis/series";
import type { Outcome, RequestRecord } from "../../../../tools/drill/model/request";
import type { Scenario } from "../../../../tools/drill/model/scenario";

const A = "eu-west-1";
const B = "eu-central-1";

/** A read through the shared name, sent at this second. */
function read(second: number, region: string | undefined, outcome: Outcome = "ok", via = "shared"): RequestRecord {
  const sentAt = second * 1_000;
  return {
    n: 1,
    kind: "read",
    via,
    item: "drill-1",
    sentAt,
    endedAt: sentAt + 20,
    outcome,
    ...(region === undefined ? {} : { region }),
    ...(outcome === "failed" ? {} : { status: 200 }),
  };
}

const write = (second: number, region: string | undefined, outcome: Outcome = "ok"): RequestRecord => ({
  ...read(second, region, outcome),
  kind: "write",
});

const MARKS = {
  startedAt: 0,
  failingAt: 10_000,
  faultAt: 10_500,
  restoringAt: 30_000,
  restoredAt: 30_500,
  endedAt: 50_000,
};

function data(records: readonly RequestRecord[], change: Partial<DrillData> = {}): DrillData {
  return { region: A, scenario: "region", marks: MARKS, records, observations: [], notSent: 0, ...change };
}

const observed = (second: number, healthy: boolean, ageMs?: number) => ({
  at: second * 1_000,
  regions: [
    { name: A, url: "", routed: true, healthy },
    { name: B, url: "", routed: true, healthy: true },
  ],
  alarms: [],
  ...(ageMs === undefined ? {} : { ageMs }),
});

describe("figuresOf", () => {
  it.each<[string, readonly RequestRecord[], number | undefined]>([
    ["the first request after the last answer of the region", [read(9, A), read(11, A), read(15, B), read(16, B)], 4.5],
    ["the first request after the last failure", [read(11, undefined, "failed"), read(12, B), read(13, B)], 1.5],
    ["later, if the region answers once more", [read(11, B), read(20, A), read(21, B)], 10.5],
    ["at the fault, if another region answers already", [read(10.2, B), read(11, B)], 0],
    ["not reached while the last request fails", [read(11, B), read(29, undefined, "failed")], undefined],
    ["not reached if the last answer is that of the region", [read(12, B), read(29, A)], undefined],
    ["not reached without any answer", [], undefined],
    ["not that of requests after the restoration", [read(29, A), read(31, B)], undefined],
    ["not reached by answers that do not name their region", [read(11, A), read(12, undefined, "missing")], undefined],
    ["not affected by reads under a region's own name", [read(11, B), read(20, A, "ok", A)], 0.5],
  ])("has as switch %s", (_, records, seconds) => {
    expect(figuresOf(data(records)).switch).toBe(seconds);
  });

  it("has as detection the first unhealthy observation after the fault", () => {
    const observations = [observed(9, false), observed(11, true), observed(14, false), observed(15, false)];
    expect(figuresOf(data([], { observations })).detection).toBe(3.5);
    expect(figuresOf(data([], { observations: [observed(31, false)] })).detection).toBeUndefined();
  });

  it("has as recovery the first answer of the region after the restoration", () => {
    expect(figuresOf(data([read(29, A), read(32, B), read(40, A)])).recovery).toBe(9.5);
    expect(figuresOf(data([read(29, A)])).recovery).toBeUndefined();
  });

  it("has as recovery an answer through the shared name only", () => {
    expect(figuresOf(data([read(32, A, "ok", A), read(40, A)])).recovery).toBe(9.5);
  });

  it("has the latency of the answered requests", () => {
    const answered = Array.from({ length: 100 }, (_, index) => {
      const record = read(index, A);
      return { ...record, endedAt: record.sentAt + index + 1 };
    });
    const unanswered = { ...read(1, undefined, "failed"), endedAt: 6_000 };
    expect(figuresOf(data([...answered.reverse(), unanswered])).latency).toEqual({ p50: 51, p99: 100 });
    expect(figuresOf(data([unanswered])).latency).toEqual({});
  });

  it("has as recovery of replication the first read after the last stale one", () => {
    const records = [read(31, A), read(33, undefined, "stale", B), read(35, B)];
    expect(figuresOf(data(records, { scenario: "replication" }))).toMatchObject({ recovery: 4.5 });
  });

  it("counts failed requests by time", () => {
    const failed = [1, 11, 12, 31].map((second) => read(second, undefined, "failed"));
    expect(figuresOf(data([...failed, read(13, B)])).failed).toEqual({
      beforeFault: 1,
      untilSwitch: 2,
      afterSwitch: 0,
      afterRestore: 1,
    });
  });

  it("has the age before the fault, the highest and the last one", () => {
    const observations = [
      observed(5, true, 100),
      observed(9, true, 300),
      observed(20, true, 9_000),
      observed(40, true, 200),
    ];
    expect(figuresOf(data([], { observations })).replicationAge).toEqual({ before: 300, highest: 9_000, after: 200 });
  });

  it("has no figures of steps that an interrupted drill did not reach", () => {
    const figures = figuresOf(data([read(1, A)], { marks: { startedAt: 0, endedAt: 2_000 } }));
    expect(figures).toMatchObject({ failed: { beforeFault: 0, untilSwitch: 0, afterSwitch: 0, afterRestore: 0 } });
    expect([figures.detection, figures.switch, figures.recovery, figures.lost]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  const outcome = fc.constantFrom<Outcome>("ok", "missing", "stale", "failed");
  const record = fc
    .tuple(fc.integer({ min: 0, max: 49 }), fc.constantFrom(A, B, undefined), outcome)
    .map(([second, region, result]) => read(second, region, result));

  it("never has an answer of the region or a failure between the switch and the restoration", () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 60 }), (records) => {
        const { switch: switched, failed } = figuresOf(data(records));
        if (switched === undefined) {
          return;
        }
        const from = Math.max(MARKS.faultAt + switched * 1_000, MARKS.failingAt);
        const after = records.filter(({ sentAt }) => sentAt >= from && sentAt < MARKS.restoringAt);
        expect(after.filter(({ region, outcome: result }) => region === A || result === "failed")).toEqual([]);
        expect(failed.afterSwitch).toBe(0);
      }),
    );
  });

  it("counts each request once", () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 60 }), (records) => {
        const { reads, failed } = figuresOf(data(records));
        expect(reads.found + reads.missing + reads.stale + reads.failed).toBe(records.length);
        expect(failed.beforeFault + failed.untilSwitch + failed.afterSwitch + failed.afterRestore).toBe(reads.failed);
        const series = seriesOf(data(records));
        const counted = series.map(
          (it) => it.failed + Object.values(it.answered).reduce((sum, count) => sum + count, 0),
        );
        expect(counted.reduce((sum, count) => sum + count, 0)).toBe(records.length);
        expect(series).toHaveLength(50);
      }),
    );
  });
});

describe("seriesOf", () => {
  it("counts answers by region, failures and stale reads by second", () => {
    const records = [read(0, A), read(0.5, undefined, "missing"), read(1, undefined, "failed"), read(1, B, "stale", B)];
    const [first, second] = seriesOf(data(records));
    expect(first).toEqual({ from: 0, answered: { [A]: 1, [UNKNOWN]: 1 }, failed: 0, stale: 0 });
    expect(second).toEqual({ from: 1, answered: {}, failed: 1, stale: 1 });
  });
});

describe("checksOf", () => {
  const names = (scenario: Scenario, records: readonly RequestRecord[], change: Partial<DrillData> = {}) => {
    const verification = { items: 1, lost: [], partial: [] };
    const all = data(records, { scenario, verification, observations: [observed(12, false)], ...change });
    return checksOf(all, figuresOf(all))
      .filter(({ passed }) => !passed)
      .map(({ name }) => name);
  };
  const switched = [read(9, A), read(15, B), read(40, A)];

  it.each<[string, Scenario, readonly RequestRecord[], readonly string[]]>([
    ["a region that switches and returns", "region", switched, []],
    [
      "no switch",
      "region",
      [read(9, A), read(29, A), read(40, A)],
      ["another region answers every request after the switch"],
    ],
    ["no return", "region", [read(9, A), read(15, B)], ["the region answers again after the recovery"]],
    [
      "an evacuation with a failed request",
      "evacuate",
      [...switched, read(12, undefined, "failed")],
      ["no request fails"],
    ],
    ["writes that fail until the switch", "writes", [write(11, undefined, "failed"), read(11.5, A), ...switched], []],
    [
      "a write that the region accepts after one has failed",
      "writes",
      [write(11, undefined, "failed"), read(11.5, A), write(12, A), ...switched],
      ["no write of the region succeeds"],
    ],
    [
      "reads that fail with the writes",
      "writes",
      [write(11, undefined, "failed"), ...switched],
      ["reads of the region go on while its writes fail"],
    ],
  ])("judges %s", (_, scenario, records, failed) => {
    expect(names(scenario, records)).toEqual(failed);
  });

  it("does not pass items that were not verified, or that are lost", () => {
    const all = data(switched, { observations: [observed(12, false)] });
    const got = (change: Partial<DrillData>) =>
      checksOf({ ...all, ...change }, figuresOf({ ...all, ...change }))
        .filter(({ passed }) => !passed)
        .map((check) => check.got);
    expect(got({})).toEqual(["not verified", "not verified"]);
    expect(got({ verification: { items: 2, lost: ["a"], partial: [] } })[0]).toContain("1 lost");
    expect(got({ verification: { items: 2, lost: [], partial: ["a"] } })).toEqual(["1 missing in a region"]);
  });

  it("does not pass a replication drill in which a region becomes unhealthy or nothing is stale", () => {
    const observations = [observed(9, true, 100), observed(12, false, 9_000)];
    expect(names("replication", [read(40, A)], { observations })).toEqual([
      "no region becomes unhealthy",
      "reads in other regions are stale meanwhile",
    ]);
  });
});
