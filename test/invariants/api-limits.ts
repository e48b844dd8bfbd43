import { blocks, type Estate, type Found } from "../helpers/estate";
import type { Attributes } from "../helpers/resource";
import { each, eachStack, type Fixture, type Rule, resources } from "./rule";

/** Requests per second that all of Route 53's health checkers send: at most 32 checkers, every 10 s. */
const CHECKERS = 3.2;
/** Concurrency of an account and region by default, and what Lambda keeps of it for functions without a reservation. */
const CONCURRENCY = { account: 1_000, unreserved: 100 };
/** Seconds over which WAF counts. */
const WINDOW = 300;

export const API_LIMITS: readonly Rule[] = [
  {
    rule: "a web ACL of an API allows the health checkers first, and counts the health check apart from other requests",
    check: each("aws_wafv2_web_acl", ({ attributes, stack }, estate) => {
      if (healthMethods(stack.id, estate).length === 0) {
        return undefined;
      }
      const rules = [...blocks(attributes.rule)].sort((one, other) => one.priority - other.priority);
      const exempt = blocks(rules[0]?.statement.and_statement?.statement);
      if (!rules[0]?.action?.allow || !exempt.some((it) => it.ip_set_reference_statement)) {
        return "must allow the health check from an IP set in its first rule";
      }
      const health = JSON.stringify(exempt.find((it) => it.regex_match_statement));
      const scopes = rules.slice(1).flatMap((it) => scopeOf(it.statement));
      const others = JSON.stringify({ not_statement: { statement: [JSON.parse(health)] } });
      return scopes.length === 2 && scopes[0] === health && scopes[1] === others
        ? undefined
        : "must have a rule for other requests for the health check, and a rate rule for all requests except these";
    }),
    good: firewall(45_000),
    bad: {
      "no rule for the checkers": firewall(45_000, (rules) => rules.slice(1)),
      "a rate rule that counts the health check too": firewall(45_000, (rules) => [
        ...rules.slice(0, 2),
        { ...rules[2], statement: { rate_based_statement: { limit: 45_000 } } },
      ]),
      "no limit for the health check": firewall(45_000, ([first, , last]) => [first ?? {}, last ?? {}]),
    },
  },
  {
    rule: "one address may send between a tenth and all of what the methods of its API serve",
    check: each("aws_wafv2_web_acl", ({ attributes, stack }, estate) => {
      const general = blocks(attributes.rule).find(({ name }) => name === "rate-limit");
      const limit = general?.statement.rate_based_statement.limit / WINDOW;
      const served = settingsOf(stack.id, estate)
        .filter(({ method_path }) => method_path !== "*/*" && !method_path.includes("health"))
        .reduce((sum, { settings }) => sum + settings.throttling_rate_limit, 0);
      return attributes.scope === "REGIONAL" && served > 0 && !(limit >= served / 10 && limit <= served)
        ? `must have a limit between ${served / 10} and ${served} requests per second, got ${limit}`
        : undefined;
    }),
    good: firewall(45_000),
    bad: { "a sixtieth": firewall(3_000), "more than the API serves": firewall(200_000) },
  },
  {
    rule: "the throttle of a health check is ten times what its checkers send, and its function can answer that many",
    check: each("aws_api_gateway_rest_api", ({ stack }, estate) =>
      healthMethods(stack.id, estate)
        .map(([path, { get }]) => {
          const found = settingsOf(stack.id, estate).find((it) => it.method_path === `~1${path.slice(1)}/GET`);
          const rate = found?.settings.throttling_rate_limit ?? 0;
          const uri: string = get?.["x-amazon-apigateway-integration"]?.uri ?? "";
          const fn = estate
            .resources("aws_lambda_function")
            .find((it) => it.stack.id === stack.id && uri.includes(`:function:${it.attributes.function_name}:`));
          const reserved = fn?.attributes.reserved_concurrent_executions ?? 0;
          return rate >= 10 * CHECKERS && rate <= 10 * reserved
            ? undefined
            : `must have its own throttle from ${10 * CHECKERS} to ${10 * reserved} on ${path}, got ${rate}`;
        })
        .find(Boolean),
    ),
    good: checkedApi(500, 50),
    bad: {
      "less than the checkers need": checkedApi(10, 50),
      "more than the function answers": checkedApi(500, 5),
      "no reserved concurrency": checkedApi(500),
    },
  },
  {
    // API Gateway waits at most 29 s for a function, unless a quota is raised (API Gateway developer guide, "Quotas").
    rule: "a function that an API invokes has a timeout of at most 29 seconds",
    check: each("aws_lambda_permission", ({ attributes, stack }, estate) => {
      const timeout = estate.follow(stack, attributes.function_name)?.attributes.timeout ?? 0;
      return attributes.principal === "apigateway.amazonaws.com" && timeout > 29
        ? `must name a function with a timeout of at most 29 s, got ${timeout}`
        : undefined;
    }),
    good: invokedBy("apigateway.amazonaws.com", 29),
    bad: { "a longer timeout": invokedBy("apigateway.amazonaws.com", 30) },
  },
  {
    // Lambda developer guide, "Configuring reserved concurrency".
    rule: "the reserved concurrency of a stack leaves what Lambda keeps unreserved in an account",
    check: eachStack((stack) => {
      const reserved = stack.resources
        .filter(({ type }) => type === "aws_lambda_function")
        .reduce((sum, { attributes }) => sum + (attributes.reserved_concurrent_executions ?? 0), 0);
      const most = CONCURRENCY.account - CONCURRENCY.unreserved;
      return reserved > most ? [`must reserve at most ${most} executions, got ${reserved}`] : [];
    }),
    good: checkedApi(500, 50),
    bad: { "too much": checkedApi(500, 950) },
  },
];

function scopeOf(statement: Attributes): string[] {
  const scope = statement.rate_based_statement
    ? (statement.rate_based_statement.scope_down_statement ?? {})
    : statement.regex_match_statement && statement;
  return scope ? [JSON.stringify(scope)] : [];
}

/** Paths of health checks in a stack's APIs, with their methods. */
function healthMethods(stack: string, estate: Estate): [string, Attributes][] {
  return estate
    .resources("aws_api_gateway_rest_api")
    .filter((found) => found.stack.id === stack)
    .flatMap(({ attributes }) => Object.entries<Attributes>(JSON.parse(attributes.body ?? "{}").paths ?? {}))
    .filter(([path]) => path.startsWith("/health"));
}

function settingsOf(stack: string, estate: Estate): Attributes[] {
  return estate
    .resources("aws_api_gateway_method_settings")
    .filter((found: Found) => found.stack.id === stack)
    .map(({ attributes }) => attributes);
}

function firewall(limit: number, change: (rules: Attributes[]) => Attributes[] = (rules) => rules): Fixture {
  const health = { regex_match_statement: { regex_string: "^/health$" } };
  const rateBased = (scope_down_statement: Attributes, most: number) => ({
    rate_based_statement: { limit: most, scope_down_statement },
  });
  const checkers = { and_statement: { statement: [{ ip_set_reference_statement: { arn: "set" } }, health] } };
  const others = { not_statement: { statement: [health] } };
  const rule = change([
    { name: "health-checkers", priority: 0, action: { allow: {} }, statement: checkers },
    { name: "health-limit", priority: 1, statement: rateBased(health, 100) },
    { name: "rate-limit", priority: 2, statement: rateBased(others, limit) },
  ]);
  return resources({
    aws_wafv2_web_acl: { it: { scope: "REGIONAL", rule } },
    aws_api_gateway_rest_api: { it: { body: JSON.stringify({ paths: { "/health": { get: {} } } }) } },
    aws_api_gateway_method_settings: {
      all: { method_path: "*/*", settings: { throttling_rate_limit: 500 } },
      items: { method_path: "~1items/POST", settings: { throttling_rate_limit: 600 } },
      health: { method_path: "~1health/GET", settings: { throttling_rate_limit: 500 } },
    },
  });
}

function invokedBy(principal: string, timeout: number): Fixture {
  return resources({
    aws_lambda_function: { it: { timeout } },
    aws_lambda_permission: { it: { principal, function_name: "${aws_lambda_function.it.function_name}" } },
  });
}

function checkedApi(rate: number, reserved?: number): Fixture {
  const uri =
    "arn:aws:apigateway:eu-west-1:lambda:path/functions/arn:aws:lambda:eu-west-1:1:function:health:live/invocations";
  const body = JSON.stringify({ paths: { "/health": { get: { "x-amazon-apigateway-integration": { uri } } } } });
  return resources({
    aws_api_gateway_rest_api: { it: { body } },
    aws_api_gateway_method_settings: {
      health: { method_path: "~1health/GET", settings: { throttling_rate_limit: rate } },
    },
    aws_lambda_function: {
      health: {
        function_name: "health",
        ...(reserved === undefined ? {} : { reserved_concurrent_executions: reserved }),
      },
    },
  });
}
