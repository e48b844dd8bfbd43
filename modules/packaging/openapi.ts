import { createHash } from "node:crypto";
import { parse } from "yaml";
import { RequirementError } from "../shared/errors";
import { readRepositoryFile } from "./assets";

/** A security scheme of an OpenAPI document: how API Gateway authenticates callers. */
export type SecurityScheme = Readonly<Record<string, unknown>>;

export interface ApiDescriptionProps {
  /** Path of the OpenAPI 3 document in the repository, e.g. `lambdas/items/openapi.yaml`. */
  readonly path: string;
  /** Invocation ARN of each function, by its name in the document, e.g. `get-item` for `{{invoke:get-item}}`. */
  readonly invocations: Readonly<Record<string, string>>;
  /** Paths that the API has in place of a path of the document, e.g. `{"/health": "/health-0a1b"}`. @default the document's paths */
  readonly paths?: Readonly<Record<string, string>> | undefined;
  /**
   * Security scheme that replaces the document's schemes, under the name `caller`.
   * @default no authentication: the document's schemes and the `security` of its operations are removed
   */
  readonly caller?: SecurityScheme | undefined;
  /** Milliseconds that API Gateway waits for every integration, 50 to 29,000. @default the document's `timeoutInMillis` */
  readonly timeoutMilliseconds?: number | undefined;
}

interface Operation {
  security?: unknown;
  "x-amazon-apigateway-integration"?: { timeoutInMillis?: number };
}

interface Description {
  paths: Record<string, Record<string, Operation>>;
  components: { securitySchemes?: Record<string, unknown> };
}

/**
 * An OpenAPI document as API Gateway imports it: JSON in one line, with every placeholder in double braces replaced.
 *
 * @throws Error when the document names an invocation that `invocations` does not contain
 */
export function apiDescription(props: ApiDescriptionProps): string {
  const { path, invocations, paths = {}, caller, timeoutMilliseconds } = props;
  const json = inOneLine(path).replace(/\{\{([\w-]+):([\w-]+)\}\}/g, (word, kind: string, name: string) => {
    const arn = kind === "invoke" ? invocations[name] : undefined;
    if (arn === undefined) {
      throw new RequirementError("invocations", `have an entry for every placeholder of ${path}`, word);
    }
    return arn;
  });
  const description = JSON.parse(json) as Description;
  description.paths = Object.fromEntries(
    Object.entries(description.paths).map(([described, methods]) => [paths[described] ?? described, methods]),
  );
  const operations = Object.values(description.paths).flatMap((methods) => Object.values(methods));
  if (caller) {
    description.components.securitySchemes = { caller };
  } else {
    delete description.components.securitySchemes;
    for (const operation of operations) {
      delete operation.security;
    }
  }
  for (const { "x-amazon-apigateway-integration": integration } of operations) {
    if (integration && timeoutMilliseconds !== undefined) {
      integration.timeoutInMillis = timeoutMilliseconds;
    }
  }
  return JSON.stringify(description);
}

const read = new Map<string, string>();

/** A document of the repository as JSON without comments, which may contain placeholders. Each document is read once. */
function inOneLine(path: string): string {
  const known = read.get(path) ?? JSON.stringify(parse(readRepositoryFile(path).toString("utf8")));
  read.set(path, known);
  return known;
}

/** SHA-256 of a description in hexadecimal. A new deployment of the API is needed when it changes. */
export function descriptionHash(description: string): string {
  return createHash("sha256").update(description).digest("hex");
}
