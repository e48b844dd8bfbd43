import { withinQuotas } from "../../../modules/monitoring/dashboard-quotas";
import type { Row } from "../../../modules/monitoring/dashboard-row";
import type { Metric } from "../../../modules/monitoring/metric";

const METRIC: Metric = { namespace: "AWS/X", name: "Requests", dimensions: {}, statistic: "Sum" };
const SHARE = { label: "Share", expression: "part/whole", metrics: { part: METRIC, whole: METRIC } };

/** Rows of some graphs with some lines each. */
function rows(
  count: number,
  graphs: number,
  lines: number,
  value: Row["graphs"][number]["lines"][string] = METRIC,
): Row[] {
  const drawn = Object.fromEntries(Array.from({ length: lines }, (_, line) => [`line-${line}`, value]));
  return Array.from({ length: count }, (_, row) => ({
    title: `row-${row}`,
    graphs: new Array(graphs).fill({ title: "Graph", lines: drawn }),
  }));
}

describe("withinQuotas", () => {
  it("changes nothing below the quotas", () => {
    const all = rows(99, 4, 5);
    expect(withinQuotas(all)).toEqual({ rows: all, leftOut: [] });
  });

  it.each([
    ["500 widgets, one of them the list of what is left out", rows(100, 4, 1), 99],
    ["2,500 metrics", rows(30, 1, 100), 25],
    ["2,500 metrics, with those that an expression reads", rows(30, 1, 50, SHARE), 16],
  ])("keeps %s", (_, all, kept) => {
    const { rows: found, leftOut } = withinQuotas(all);
    expect(found).toEqual(all.slice(0, kept));
    expect(leftOut).toEqual(all.slice(kept).map(({ title }) => title));
  });

  it("cuts a graph at 500 metrics and says so in its title", () => {
    const [row] = withinQuotas(rows(1, 1, 501)).rows;
    expect(row?.graphs[0]?.title).toBe("Graph (500 of 501)");
    expect(Object.keys(row?.graphs[0]?.lines ?? {})).toHaveLength(500);
    expect(withinQuotas(rows(1, 1, 167, SHARE)).rows[0]?.graphs[0]?.title).toBe("Graph (166 of 167)");
  });
});
