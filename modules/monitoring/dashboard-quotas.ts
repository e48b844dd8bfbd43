import type { Graph, Row } from "./dashboard-row";
import { isExpression } from "./metric";

/**
 * Quotas of a dashboard, which cannot be increased. Metrics of an expression count even if the graph does not show them.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html
 */
const WIDGETS = 500;
const METRICS = 2_500;
const METRICS_PER_WIDGET = 500;

/** The first rows, which CloudWatch accepts, and the titles of the other rows. */
export interface RowsWithinQuotas {
  readonly rows: readonly Row[];
  readonly leftOut: readonly string[];
}

/** Keeps rows from the top until a row exceeds a quota. One widget stays free for the list of the other rows. */
export function withinQuotas(rows: readonly Row[]): RowsWithinQuotas {
  const kept: Row[] = [];
  let widgets = 1;
  let metrics = 0;
  for (const row of rows.map(({ title, graphs }) => ({ title, graphs: graphs.map(graphWithinQuota) }))) {
    widgets += 1 + row.graphs.length;
    metrics += row.graphs.reduce((sum, graph) => sum + metricsOf(graph), 0);
    if (widgets > WIDGETS || metrics > METRICS) {
      break;
    }
    kept.push(row);
  }
  return { rows: kept, leftOut: rows.slice(kept.length).map(({ title }) => title) };
}

/** The same graph, or its first lines with a title that states their number. */
function graphWithinQuota(graph: Graph): Graph {
  const lines = Object.entries(graph.lines);
  let metrics = 0;
  const fitting = lines.filter(([, value]) => {
    metrics += metricsOfLine(value);
    return metrics <= METRICS_PER_WIDGET;
  });
  return fitting.length === lines.length
    ? graph
    : { ...graph, title: `${graph.title} (${fitting.length} of ${lines.length})`, lines: Object.fromEntries(fitting) };
}

function metricsOf({ lines }: Graph): number {
  return Object.values(lines).reduce((sum, value) => sum + metricsOfLine(value), 0);
}

function metricsOfLine(value: Graph["lines"][string]): number {
  return isExpression(value) ? 1 + Object.keys(value.metrics).length : 1;
}
