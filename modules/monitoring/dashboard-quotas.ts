import type { Graph, Row } from "./dashboard-row";
import { isExpression } from "./metric";

/**
 * Quotas of a dashboard. None can be raised; metrics that an expression reads count, drawn or not.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html
 */
const WIDGETS = 500;
const METRICS = 2_500;
const METRICS_PER_WIDGET = 500;

/** Rows that CloudWatch accepts, and the titles of those at the end that it would refuse. */
export interface RowsWithinQuotas {
  readonly rows: readonly Row[];
  readonly leftOut: readonly string[];
}

/** Takes rows from the top until one exceeds a quota, with a widget kept free for the list of the others. */
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

/** The same graph, or its first lines under a title that says so. */
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
