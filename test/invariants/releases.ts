import { type Estate, type Found, regionOf } from "../helpers/estate";
import { each, type Fixture, type Rule, resources } from "./rule";

export const RELEASES: readonly Rule[] = [
  {
    // Lambda developer guide, "Using aliases in event sources and permissions policies".
    rule: "an API calls the alias of a function that has one, and the function's policy allows calls of this alias",
    check: each("aws_lambda_alias", (alias, estate) => {
      const { name: qualifier } = alias.attributes;
      const fn = functionOf(alias, estate);
      const called = uris(alias, estate).filter((uri) => functionIn(uri) === fn?.attributes.function_name);
      const unqualified = called.filter(
        (uri) => !uri.includes(`:function:${fn?.attributes.function_name}:${qualifier}/`),
      );
      if (called.length === 0 || unqualified.length > 0) {
        return `must be called by the API of its stack, got ${called.join(", ") || "no call"}`;
      }
      const permissions = estate
        .resources("aws_lambda_permission")
        .filter((it) => it.stack.id === alias.stack.id && functionOf(it, estate)?.address === fn?.address);
      const isAllowed = permissions.some(
        (it) => estate.follow(it.stack, it.attributes.qualifier)?.address === alias.address,
      );
      return isAllowed && permissions.length === 1 ? undefined : "must have the only permission of its function";
    }),
    good: released(":live", { qualifier: "${aws_lambda_alias.it.name}" }),
    bad: {
      "a call of the unpublished version": released("", { qualifier: "${aws_lambda_alias.it.name}" }),
      "a permission without the alias": released(":live", {}),
    },
  },
  {
    rule: "Terraform leaves the version of an alias to releases, and publishes what they need",
    check: each("aws_lambda_alias", (alias, estate) => {
      const ignored: string[] = alias.attributes.lifecycle?.ignore_changes ?? [];
      const isPublished = functionOf(alias, estate)?.attributes.publish === true;
      return isPublished && ignored.includes("function_version") && ignored.includes("routing_config")
        ? undefined
        : "must ignore changes of function_version and routing_config, and belong to a published function";
    }),
    good: released(":live", {}),
    bad: {
      "an alias that each deploy moves": released(":live", {}, { lifecycle: {} }),
      "a function that publishes no version": released(":live", {}, {}, { publish: false }),
    },
  },
];

function functionIn(uri: string): string | undefined {
  return /:function:([\w-]+)/.exec(uri)?.[1];
}

function functionOf({ stack, attributes }: Found, estate: Estate): Found | undefined {
  return estate.follow(stack, attributes.function_name);
}

/** URIs of functions in the descriptions of the APIs of the same stack and region. */
function uris(alias: Found, estate: Estate): string[] {
  return estate
    .resources("aws_api_gateway_rest_api")
    .filter((api) => api.stack.id === alias.stack.id && regionOf(api) === regionOf(alias))
    .flatMap(({ attributes }) => [...String(attributes.body).matchAll(/"(?:uri|authorizerUri)":"([^"]+)"/g)])
    .map(([, uri = ""]) => uri);
}

function released(suffix: string, permission: object, alias: object = {}, fn: object = {}): Fixture {
  const uri = `arn:aws:apigateway:eu-west-1:lambda:path/functions/arn:aws:lambda:eu-west-1:1:function:get${suffix}/invocations`;
  const { stack } = resources({
    aws_lambda_function: { it: { function_name: "get", publish: true, ...fn } },
    aws_lambda_alias: {
      it: {
        name: "live",
        function_name: "${aws_lambda_function.it.function_name}",
        lifecycle: { ignore_changes: ["function_version", "routing_config"] },
        ...alias,
      },
    },
    aws_lambda_permission: { it: { function_name: "${aws_lambda_function.it.function_name}", ...permission } },
    aws_api_gateway_rest_api: { it: { body: JSON.stringify({ uri }) } },
  });
  return { stack: { provider: { aws: [{ region: "eu-west-1" }] }, ...stack } };
}
