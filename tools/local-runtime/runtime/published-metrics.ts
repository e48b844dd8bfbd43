/** Values that functions publish in their logs, in CloudWatch's embedded metric format. */
export interface PublishedValue {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly value: number;
}

interface Directive {
  readonly Namespace: string;
  readonly Dimensions: readonly (readonly string[])[];
  readonly Metrics: readonly { readonly Name: string }[];
}

/**
 * The metric values in a line of a function's log. Most lines have none.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function publishedValues(line: string): PublishedValue[] {
  // Cheaper than to parse every line.
  if (!line.includes('"_aws"')) {
    return [];
  }
  let fields: Readonly<Record<string, unknown>>;
  try {
    fields = JSON.parse(line) as Readonly<Record<string, unknown>>;
  } catch {
    return [];
  }
  const { CloudWatchMetrics: directives = [] } = (fields._aws ?? {}) as { CloudWatchMetrics?: readonly Directive[] };
  return directives.flatMap(({ Namespace: namespace, Dimensions, Metrics }) =>
    Dimensions.flatMap((names) => {
      const dimensions = Object.fromEntries(names.map((name) => [name, String(fields[name])]));
      return Metrics.flatMap(({ Name: metricName }) => {
        const value = fields[metricName];
        return typeof value === "number" ? [{ namespace, metricName, dimensions, value }] : [];
      });
    }),
  );
}
