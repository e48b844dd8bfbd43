import { Dashboard } from "../../../modules/monitoring/dashboard";
import type { Metric } from "../../../modules/monitoring/metric";
import { Template } from "../../helpers/template";

const REQUESTS: Metric = { namespace: "AWS/X", name: "Requests", dimensions: { Name: "a" }, statistic: "Sum" };

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

function widgets(rows: ConstructorParameters<typeof Dashboard>[2]["rows"]): Widget[] {
  const template = Template.of((scope) => {
    new Dashboard(scope, "dashboard", { name: "project-x-dev", region: "eu-west-1", rows });
  });
  return JSON.parse(template.one("aws_cloudwatch_dashboard", { dashboard_name: "project-x-dev" }).dashboard_body)
    .widgets;
}

describe("Dashboard", () => {
  it("stands alone: required props only, with a heading above the graphs of every row", () => {
    const graphs = [{ title: "Requests", lines: { all: REQUESTS } }];
    const [heading, graph, second] = widgets([
      { title: "First", graphs },
      { title: "Second", graphs },
    ]);
    expect(heading).toMatchObject({ type: "text", x: 0, y: 0, width: 24, properties: { markdown: "## First" } });
    expect(graph).toMatchObject({ type: "metric", x: 0, y: 1, width: 24 });
    expect(second).toMatchObject({ y: 7, properties: { markdown: "## Second" } });
  });

  it("draws a metric under its label", () => {
    const [, graph] = widgets([{ title: "Row", graphs: [{ title: "Requests", lines: { all: REQUESTS } }] }]);
    expect(graph?.properties).toMatchObject({
      title: "Requests",
      region: "eu-west-1",
      metrics: [["AWS/X", "Requests", "Name", "a", { stat: "Sum", period: 60, label: "all" }]],
    });
  });

  it("draws an expression and hides its metrics", () => {
    const value = { label: "Share", expression: "100*part/whole", metrics: { part: REQUESTS, whole: REQUESTS } };
    const [, graph] = widgets([{ title: "Row", graphs: [{ title: "Share", lines: { share: value } }] }]);
    expect(graph?.properties.metrics).toEqual([
      [{ expression: "100*part_0/whole_0", label: "share", id: "value_0" }],
      expect.arrayContaining([expect.objectContaining({ id: "part_0", visible: false })]),
      expect.arrayContaining([expect.objectContaining({ id: "whole_0", visible: false })]),
    ]);
  });

  it("draws a Metrics Insights query unchanged, with its period", () => {
    const value = { label: "Slowest", expression: 'SELECT MAX(a) FROM "AWS/X"', metrics: {}, periodSeconds: 60 };
    const [, graph] = widgets([{ title: "Row", graphs: [{ title: "Slowest", lines: { slowest: value } }] }]);
    expect(graph?.properties.metrics).toEqual([
      [{ expression: 'SELECT MAX(a) FROM "AWS/X"', label: "slowest", id: "value_0", period: 60 }],
    ]);
  });

  it("names the rows that exceed the quotas below the others", () => {
    const graph = { title: "Requests", lines: { all: REQUESTS } };
    const all = widgets(
      Array.from({ length: 101 }, (_, row) => ({ title: `row-${row}`, graphs: new Array(4).fill(graph) })),
    );
    const [last, notice] = all.slice(-2);
    expect(all).toHaveLength(99 * 5 + 1);
    expect(notice).toMatchObject({ type: "text", x: 0, width: 24 });
    expect(notice?.properties.markdown).toBe(
      "2 rows exceed CloudWatch's quotas of a dashboard and are left out: row-99, row-100",
    );
    expect(notice?.y).toBe((last?.y ?? 0) + (last?.height ?? 0));
  });

  it("puts four graphs side by side on the grid without overlap", () => {
    const graph = { title: "Requests", lines: { all: REQUESTS } };
    const all = widgets([
      { title: "Four", graphs: [graph, graph, graph, graph] },
      { title: "Three", graphs: [graph, graph, graph] },
    ]);
    const cells = all.flatMap(({ x, y, width, height }) =>
      Array.from({ length: width * height }, (_, cell) => `${x + (cell % width)},${y + Math.floor(cell / width)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(Math.max(...all.map(({ x, width }) => x + width))).toBe(24);
  });
});
