import { createHash } from "node:crypto";
import { parse } from "yaml";
import { requirement } from "../shared/errors";
import { readRepositoryFile } from "./assets";

/** The part of a description that API Gateway is told about a caller's proof. */
export type SecurityScheme = Readonly<Record<string, unknown>>;

export interface ApiDescriptionProps {
  /** OpenAPI 3 document below the repository's root, e.g. `lambdas/items/openapi.yaml`. */
  readonly path: string;
  /** Invocation ARN by the name that stands in the document, e.g. `get-item` for `{{invoke:get-item}}`. */
  readonly invocations: Readonly<Record<string, string>>;
  /** What becomes of the scheme `caller`. @default no caller proves anything: the scheme goes, and with it what asks for it */
  readonly caller?: SecurityScheme;
}

interface Description {
  paths: Record<string, Record<string, { security?: unknown }>>;
  components: { securitySchemes?: Record<string, unknown> };
}

/**
 * An OpenAPI document as API Gateway imports it: every word in double braces filled in, in JSON of one line.
 *
 * @throws Error when the document names an invocation that is not given
 */
export function apiDescription({ path, invocations, caller }: ApiDescriptionProps): string {
  const json = inOneLine(path).replace(/\{\{([\w-]+):([\w-]+)\}\}/g, (word, kind: string, name: string) => {
    const arn = kind === "invoke" ? invocations[name] : undefined;
    if (arn === undefined) {
      throw new Error(requirement("invocations", `hold what ${path} asks for`, word));
    }
    return arn;
  });
  const description = JSON.parse(json) as Description;
  if (caller) {
    description.components.securitySchemes = { caller };
  } else {
    delete description.components.securitySchemes;
    for (const operation of Object.values(description.paths).flatMap((methods) => Object.values(methods))) {
      delete operation.security;
    }
  }
  return JSON.stringify(description);
}

const read = new Map<string, string>();

/** A document of the repository as JSON, read once however many regions have it. Its comments, which may quote the words, are gone. */
function inOneLine(path: string): string {
  const known = read.get(path) ?? JSON.stringify(parse(readRepositoryFile(path).toString("utf8")));
  read.set(path, known);
  return known;
}

/** SHA-256 of a description in hexadecimal: tells whether it has changed. */
export function descriptionHash(description: string): string {
  return createHash("sha256").update(description).digest("hex");
}
