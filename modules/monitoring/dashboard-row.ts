import type { Metric, MetricExpression } from "./metric";

/** A graph: what each line is called, and its value. */
export interface Graph {
  readonly title: string;
  /** @default the dashboard's */
  readonly region?: string;
  readonly lines: Readonly<Record<string, Metric | MetricExpression>>;
}

/** A heading and the graphs below it, beside each other. */
export interface Row {
  readonly title: string;
  readonly graphs: readonly Graph[];
}
