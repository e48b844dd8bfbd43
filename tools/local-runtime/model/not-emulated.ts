import { EMULATED, GROUPS } from "./resource-groups";
import { type Arguments, isUnknown, type StackResources } from "./stack-resources";

/** Settings of emulated resources that have no effect on this machine. */
const SETTINGS: readonly {
  readonly line: string;
  readonly type: string;
  readonly when: (resource: Arguments) => boolean;
}[] = [
  {
    line: "processor and Node version of the functions: they run on those of this machine",
    type: "aws_lambda_function",
    when: ({ runtime }) => runtime !== undefined,
  },
  {
    line: "published versions and aliases: callers get the newest code, without steps",
    type: "aws_lambda_alias",
    when: () => true,
  },
  {
    line: "Lambda's CPU share by memory; memory is a limit of the JavaScript heap",
    type: "aws_lambda_function",
    when: () => true,
  },
  {
    line: "X-Ray traces",
    type: "aws_lambda_function",
    when: ({ tracing_config: tracing }) => JSON.stringify(tracing ?? {}).includes("Active"),
  },
  {
    line: "access log of the API",
    type: "aws_api_gateway_stage",
    when: (stage) => stage.access_log_settings !== undefined,
  },
  {
    line: "TLS and certificates: the listeners speak HTTP",
    type: "aws_api_gateway_domain_name",
    when: () => true,
  },
  {
    line: "responses compressed by the API",
    type: "aws_api_gateway_rest_api",
    when: ({ minimum_compression_size: size }) => size !== undefined && Number(size) >= 0,
  },
  {
    line: "execute-api endpoint of the API: it answers at its own names, localhost and 127.0.0.1",
    type: "aws_api_gateway_rest_api",
    when: ({ disable_execute_api_endpoint: disabled }) => disabled === false,
  },
  {
    line: "cache of the stage",
    type: "aws_api_gateway_stage",
    when: (stage) => stage.cache_cluster_enabled === true,
  },
  {
    line: "point-in-time recovery",
    type: "aws_dynamodb_table",
    when: ({ point_in_time_recovery: recovery }) => JSON.stringify(recovery ?? {}).includes("true"),
  },
  {
    line: "encryption at rest",
    type: "aws_dynamodb_table",
    when: (table) => table.server_side_encryption !== undefined,
  },
  { line: "IPv6", type: "aws_route53_record", when: ({ type }) => type === "AAAA" },
];

/**
 * What the stacks contain and the local runtime does not emulate: one line for each group of resource types, unknown types by their
 * names, and settings without effect.
 */
export function notEmulated(stacks: readonly StackResources[]): string[] {
  const counts = new Map<string, number>();
  for (const [type, count] of stacks.flatMap(({ types }) => [...types])) {
    counts.set(type, (counts.get(type) ?? 0) + count);
  }
  const groups = new Map<string, string[]>();
  const unknown: string[] = [];
  for (const type of [...counts.keys()].filter((one) => !EMULATED.has(one)).sort()) {
    const group = GROUPS[type];
    if (group === undefined) {
      unknown.push(type);
    } else {
      groups.set(group, [...(groups.get(group) ?? []), type]);
    }
  }
  return [
    ...[...groups].map(([group, types]) => `${group} (${types.map((type) => label(type, counts)).join(", ")})`),
    ...unknown.map((type) => `${label(type, counts)}, which the local runtime does not know`),
    ...otherAlarms(stacks),
    ...SETTINGS.filter(({ type, when }) => stacks.some((stack) => stack.all(type).some(when))).map(({ line }) => line),
    ...unknownVariables(stacks),
    "latency between clients and regions, and between AWS services",
  ];
}

function label(type: string, counts: ReadonlyMap<string, number>): string {
  const count = counts.get(type) ?? 0;
  return count > 1 ? `${count} ${type}` : type;
}

/** Alarms that evacuate a region are emulated, because a health check follows them. */
function otherAlarms(stacks: readonly StackResources[]): string[] {
  const alarms = stacks.flatMap((stack) => stack.all("aws_cloudwatch_metric_alarm"));
  const followed = new Set<unknown>(
    stacks
      .flatMap((stack) => stack.all("aws_route53_health_check"))
      .flatMap((check) => (check.cloudwatch_alarm_name === undefined ? [] : [check.cloudwatch_alarm_name])),
  );
  const others = alarms.filter((alarm) => !followed.has(alarm.alarm_name));
  return others.length === 0 ? [] : [`metric alarms, except those that evacuate a region (${others.length})`];
}

function unknownVariables(stacks: readonly StackResources[]): string[] {
  return stacks.flatMap((stack) =>
    stack.all("aws_lambda_function").flatMap(({ function_name: name, environment }) => {
      const { variables = {} } = (environment ?? {}) as { variables?: Readonly<Record<string, string>> };
      return Object.entries(variables)
        .filter(([, value]) => isUnknown(value))
        .map(([variable, value]) => `${variable} of ${String(name)}: only AWS knows its value, ${value}`);
    }),
  );
}
