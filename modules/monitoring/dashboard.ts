import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { Construct } from "constructs";
import { withinQuotas } from "./dashboard-quotas";
import type { Graph, Row } from "./dashboard-row";
import { DEFAULT_PERIOD_SECONDS, isExpression, type Metric, type MetricExpression } from "./metric";

export interface DashboardProps {
  /** Name of the dashboard, at most 255 characters. */
  readonly name: string;
  /** Region of the metrics. */
  readonly region: string;
  /** Rows from top to bottom. The last line of the dashboard names the rows that exceed CloudWatch's quotas. */
  readonly rows: readonly Row[];
}

/** Width of the grid. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
const GRID_WIDTH = 24;
const HEADING_HEIGHT = 1;
const GRAPH_HEIGHT = 6;

/** A CloudWatch dashboard of rows with a heading and graphs. */
export class Dashboard extends Construct {
  /** Escape hatch: the underlying `aws_cloudwatch_dashboard`. */
  readonly resource: CloudwatchDashboard;

  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    const { name, region } = props;
    const { rows, leftOut } = withinQuotas(props.rows);
    const widgets = rows.flatMap(({ title, graphs }, index) => {
      const y = index * (HEADING_HEIGHT + GRAPH_HEIGHT);
      const width = Math.floor(GRID_WIDTH / Math.max(graphs.length, 1));
      return [
        text(y, `## ${title}`),
        ...graphs.map((graph, column) => ({
          type: "metric",
          x: column * width,
          y: y + HEADING_HEIGHT,
          width,
          height: GRAPH_HEIGHT,
          properties: { title: graph.title, region: graph.region ?? region, view: "timeSeries", metrics: lines(graph) },
        })),
      ];
    });
    this.resource = new CloudwatchDashboard(this, "Resource", {
      dashboardName: name,
      dashboardBody: JSON.stringify({
        widgets: leftOut.length > 0 ? [...widgets, notice(rows.length, leftOut)] : widgets,
      }),
    });
  }
}

function text(y: number, markdown: string): object {
  return { type: "text", x: 0, y, width: GRID_WIDTH, height: HEADING_HEIGHT, properties: { markdown } };
}

function notice(rows: number, leftOut: readonly string[]): object {
  const markdown = `${leftOut.length} rows exceed CloudWatch's quotas of a dashboard and are left out: ${leftOut.join(", ")}`;
  return text(rows * (HEADING_HEIGHT + GRAPH_HEIGHT), markdown);
}

function lines({ lines: values }: Graph): unknown[][] {
  return Object.entries(values).flatMap(([label, value], index) =>
    isExpression(value) ? expressionLines(label, value, index) : [line(value, { label })],
  );
}

function line(metric: Metric, options: object): unknown[] {
  const { namespace, name, dimensions, statistic: stat, periodSeconds: period = DEFAULT_PERIOD_SECONDS } = metric;
  return [namespace, name, ...Object.entries(dimensions).flat(), { stat, period, ...options }];
}

/**
 * Ids must be unique in a graph, so each name of an expression gets the expression's index as a suffix. A Metrics Insights query
 * has no names.
 */
function expressionLines(label: string, value: MetricExpression, index: number): unknown[][] {
  const { expression, metrics, periodSeconds: period } = value;
  const names = Object.keys(metrics);
  const renamed =
    names.length > 0 ? expression.replace(new RegExp(`\\b(${names.join("|")})\\b`, "g"), `$1_${index}`) : expression;
  return [
    [{ expression: renamed, label, id: `value_${index}`, ...(period === undefined ? {} : { period }) }],
    ...names.map((name) => line(metrics[name] as Metric, { id: `${name}_${index}`, visible: false })),
  ];
}
