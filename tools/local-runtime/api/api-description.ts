import { UsageError } from "../../shared/usage-error";
import type { ModelSchema } from "./request-model";

/** A value of an OpenAPI document whose shape is not known. */
type Fields = Readonly<Record<string, unknown>>;

/** How API Gateway authorizes requests of a method. */
export type MethodAuth =
  | { readonly type: "none" }
  | { readonly type: "iam" }
  | {
      readonly type: "token";
      readonly functionName: string;
      /** Seconds to cache a result. */
      readonly cacheSeconds: number;
      readonly accepts: RegExp | undefined;
    };

/** A required parameter of a method. */
interface RequiredParameter {
  readonly in: "path" | "query" | "header";
  readonly name: string;
}

/** One method of the API, from its description. */
export interface DescribedMethod {
  /** `ANY` for every method without a description of its own. */
  readonly method: string;
  /** Path in the API's description, e.g. `/items/{item_id}`. */
  readonly path: string;
  readonly functionName: string;
  readonly timeoutMs: number;
  readonly auth: MethodAuth;
  /** Parameters that the validator requires. Empty without a validator of parameters. */
  readonly required: readonly RequiredParameter[];
  /** Schema of the body by content type. Empty without a validator of bodies. */
  readonly models: ReadonlyMap<string, ModelSchema>;
}

/** API Gateway's default and longest timeout of an integration. */
const LONGEST_TIMEOUT_MS = 29_000;

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch"];

const ANY = "x-amazon-apigateway-any-method";

/**
 * The methods of an API.
 *
 * @throws UsageError for a part of the description that the local runtime cannot emulate
 */
export function describedMethods(description: Fields): DescribedMethod[] {
  return Object.entries(fields(description.paths)).flatMap(([path, operations]) =>
    Object.entries(fields(operations))
      .filter(([method]) => METHODS.includes(method) || method === ANY)
      .map(([method, operation]) => describedMethod(description, path, method, fields(operation))),
  );
}

function describedMethod(description: Fields, path: string, name: string, operation: Fields): DescribedMethod {
  const method = name === ANY ? "ANY" : name.toUpperCase();
  const where = `${method} ${path}`;
  const integration = fields(operation["x-amazon-apigateway-integration"]);
  if (String(integration.type).toLowerCase() !== "aws_proxy") {
    throw new UsageError(`type of ${where}'s integration must be aws_proxy, got ${JSON.stringify(integration.type)}`);
  }
  const validator = validatorOf(description, operation);
  const shared = fields(fields(description.paths)[path]).parameters;
  return {
    method,
    path,
    functionName: functionOf(String(integration.uri), where),
    timeoutMs: Number(integration.timeoutInMillis ?? LONGEST_TIMEOUT_MS),
    auth: authOf(description, operation, where),
    required: validator.validateRequestParameters ? requiredOf([...list(shared), ...list(operation.parameters)]) : [],
    models: validator.validateRequestBody ? modelsOf(description, operation) : new Map(),
  };
}

/** `arn:aws:apigateway:<region>:lambda:path/2015-03-31/functions/arn:aws:lambda:<region>:<account>:function:<name>:live/invocations`. */
function functionOf(uri: string, where: string): string {
  const name = /:function:([\w-]+)(?::[\w-]+)?\/invocations$/.exec(uri)?.[1];
  if (name === undefined) {
    throw new UsageError(`uri of ${where} must be the invocation ARN of a function, got ${JSON.stringify(uri)}`);
  }
  return name;
}

function validatorOf(description: Fields, operation: Fields): Fields {
  const key = "x-amazon-apigateway-request-validator";
  const name = operation[key] ?? description[key];
  return fields(fields(description["x-amazon-apigateway-request-validators"])[String(name)]);
}

function requiredOf(parameters: readonly Fields[]): RequiredParameter[] {
  return parameters
    .filter((parameter) => parameter.required === true)
    .map((parameter) => ({ in: parameter.in, name: parameter.name }) as RequiredParameter);
}

function modelsOf(description: Fields, operation: Fields): ReadonlyMap<string, ModelSchema> {
  const content = Object.entries(fields(fields(operation.requestBody).content));
  const { components } = description;
  const schemas = content.filter(([, { schema }]) => schema !== undefined);
  return new Map(schemas.map(([type, { schema }]) => [type.toLowerCase(), { schema, components }]));
}

/** API Gateway ignores the `security` of the document's root. */
function authOf(description: Fields, operation: Fields, where: string): MethodAuth {
  const [requirement] = list(operation.security);
  const [name] = Object.keys(requirement ?? {});
  if (name === undefined) {
    return { type: "none" };
  }
  const scheme = fields(fields(fields(description.components).securitySchemes)[name]);
  const kind: unknown = scheme["x-amazon-apigateway-authtype"];
  const authorizer = fields(scheme["x-amazon-apigateway-authorizer"]);
  if (kind === "awsSigv4") {
    return { type: "iam" };
  }
  if (String(authorizer.type) !== "token") {
    const got = JSON.stringify(authorizer.type ?? kind);
    throw new UsageError(`authorization of ${where} must be none, awsSigv4 or a token authorizer, got ${got}`);
  }
  const { identityValidationExpression: expression, authorizerResultTtlInSeconds: seconds = 300 } = authorizer;
  return {
    type: "token",
    functionName: functionOf(String(authorizer.authorizerUri), where),
    cacheSeconds: Number(seconds),
    accepts: expression === undefined ? undefined : new RegExp(String(expression)),
  };
}

function fields(value: unknown): Readonly<Record<string, Fields>> & Fields {
  return (value ?? {}) as Readonly<Record<string, Fields>>;
}

function list(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value : [];
}
