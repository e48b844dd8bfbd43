import type { Attributes } from "../helpers/resource";
import { each, type Rule, resource } from "./rule";

/** Arguments of an alarm on one metric, which AWS refuses beside queries. */
const OF_ONE_METRIC = ["metric_name", "namespace", "dimensions", "period", "statistic", "extended_statistic", "unit"];
/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-limits.html */
const MOST_METRICS = 10;

export const ALARMS: readonly Rule[] = [
  {
    rule: "CloudWatch accepts the queries of an alarm",
    check: each("aws_cloudwatch_metric_alarm", ({ attributes }) => {
      const problems = attributes.metric_query === undefined ? [] : problemsOf(attributes);
      return problems.length === 0 ? undefined : `must ${problems.join(", and ")}`;
    }),
    good: resource("aws_cloudwatch_metric_alarm", { metric_query: math({}) }),
    bad: {
      "no queries": resource("aws_cloudwatch_metric_alarm", { metric_query: [] }),
      "a metric beside the queries": resource("aws_cloudwatch_metric_alarm", { metric_query: math({}), period: 60 }),
      "no value": resource("aws_cloudwatch_metric_alarm", { metric_query: math({ return_data: false }) }),
      "two values": resource("aws_cloudwatch_metric_alarm", { metric_query: [...math({}), insights({ id: "b" })] }),
      "one id twice": resource("aws_cloudwatch_metric_alarm", { metric_query: math({ id: "errors" }) }),
      "an id with a capital": resource("aws_cloudwatch_metric_alarm", { metric_query: math({ id: "Value" }) }),
      "an unknown id": resource("aws_cloudwatch_metric_alarm", {
        metric_query: math({ expression: "FILL(failed,0)" }),
      }),
      "11 metrics": resource("aws_cloudwatch_metric_alarm", {
        metric_query: [...math({}), ...Array.from({ length: MOST_METRICS }, (_, index) => metric(`m${index}`))],
      }),
      "a Metrics Insights query without a period": resource("aws_cloudwatch_metric_alarm", {
        metric_query: [insights({ period: undefined })],
      }),
      "a Metrics Insights query with a period below a minute": resource("aws_cloudwatch_metric_alarm", {
        metric_query: [insights({ period: 30 })],
      }),
    },
  },
];

function problemsOf(alarm: Attributes): string[] {
  const queries: readonly Attributes[] = alarm.metric_query;
  const ids = queries.map(({ id }) => id);
  const beside = OF_ONE_METRIC.filter((argument) => argument in alarm);
  const values = queries.filter(({ return_data }) => return_data === true);
  const metrics = queries.filter((query) => query.metric !== undefined);
  const insights = queries.filter((query) => isInsights(query));
  const names = queries.filter((query) => !isInsights(query)).flatMap(({ expression = "" }) => namesIn(expression));
  return [
    ...(beside.length > 0 ? [`have no ${beside.join(", ")} beside its queries`] : []),
    ...(values.length === 1 ? [] : [`return one value, got ${values.length}`]),
    ...(new Set(ids).size === ids.length ? [] : [`have unique ids, got ${ids.join(", ")}`]),
    ...ids.filter((id) => !/^[a-z]\w*$/.test(id)).map((id) => `have ids that start in lower case, got ${id}`),
    ...names.filter((name) => !ids.includes(name)).map((name) => `define ${name}`),
    ...(metrics.length <= MOST_METRICS ? [] : [`have at most ${MOST_METRICS} metrics, got ${metrics.length}`]),
    ...(insights.every(({ period }) => period > 0 && period % 60 === 0) ? [] : ["have a query's period of minutes"]),
  ];
}

function isInsights({ expression = "" }: Attributes): boolean {
  return /^\s*SELECT\b/i.test(expression);
}

/** Ids in a metric math expression. Functions and keywords are in capitals. */
function namesIn(expression: string): readonly string[] {
  return expression.match(/\b[a-z]\w*/g) ?? [];
}

function metric(id: string): Attributes {
  return { id, return_data: false, metric: { namespace: "AWS/X", metric_name: id, period: 60, stat: "Sum" } };
}

/** Metric math on one metric. */
function math(change: Attributes): readonly Attributes[] {
  return [{ id: "value", expression: "FILL(errors,0)", return_data: true, ...change }, metric("errors")];
}

function insights(change: Attributes): Attributes {
  return { id: "value", expression: 'SELECT MAX(a) FROM "AWS/X"', period: 60, return_data: true, ...change };
}
