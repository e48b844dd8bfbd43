import type { Metric, MetricExpression } from "./metric";

/** One graph of a dashboard. */
export interface Graph {
  /** Title of the graph. */
  readonly title: string;
  /** Region of the metrics. @default the dashboard's region */
  readonly region?: string | undefined;
  /** Value of each line, by the line's label. */
  readonly lines: Readonly<Record<string, Metric | MetricExpression>>;
}

/** One row of a dashboard: a heading and graphs below it. */
export interface Row {
  /** Heading above the graphs. */
  readonly title: string;
  /** Graphs from left to right, at most four. */
  readonly graphs: readonly Graph[];
}
