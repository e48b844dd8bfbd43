import type { IncomingHttpHeaders } from "node:http";
import { gunzipSync } from "node:zlib";
import { type Params, paramsOfForm } from "./params";

/** Protocol of a service's requests, answers and errors. https://smithy.io/2.0/aws/protocols/index.html */
type Protocol = "query" | "ec2" | "json" | "rest-json" | "rest-xml";

/** The account of requests whose access key does not name one; moto's own default. */
const DEFAULT_ACCOUNT = "123456789012";

/** Service, Region and account of a request, from its signature. */
export interface Scope {
  /** SigV4 signing name, e.g. `elasticfilesystem`. Undefined for an unsigned request. */
  readonly service: string | undefined;
  readonly region: string;
  readonly account: string;
}

/** A request with its body, and with the action and parameters that its protocol encodes. */
export interface AwsRequest extends Scope {
  readonly method: string;
  /** Raw path, still percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly protocol: Protocol;
  /** API action, e.g. `DescribeAlarms`. Undefined for services that use method and path instead. */
  readonly action: string | undefined;
  readonly params: Params;
}

const REST_XML = new Set(["cloudfront", "route53", "s3"]);

/**
 * Reads the credential scope of a signed request. An access key id of twelve digits names the account:
 * https://docs.localstack.cloud/aws/capabilities/config/multi-account-setups/
 */
export function scopeOf(headers: IncomingHttpHeaders, query: URLSearchParams): Scope {
  const signed = /Credential=([^,\s]+)/.exec(headers.authorization ?? "")?.[1] ?? query.get("X-Amz-Credential") ?? "";
  const [key = "", , region, service] = signed.split("/");
  return {
    service: service?.toLowerCase(),
    region: region || "us-east-1",
    account: /^\d{12}$/.test(key) ? key : DEFAULT_ACCOUNT,
  };
}

export function parseRequest(method: string, url: string, headers: IncomingHttpHeaders, body: Buffer): AwsRequest {
  const [path = "/", search = ""] = url.split(/\?(.*)/s);
  const query = new URLSearchParams(search);
  const scope = scopeOf(headers, query);
  const common = { ...scope, method, path, query, headers, body };
  const plain = headers["content-encoding"] === "gzip" ? gunzipSync(body) : body;

  const target = headers["x-amz-target"];
  if (typeof target === "string") {
    return { ...common, protocol: "json", action: target.split(".").pop(), params: jsonParams(plain) };
  }
  if ((headers["content-type"] ?? "").startsWith("application/x-www-form-urlencoded")) {
    const form = new URLSearchParams(plain.toString("utf8"));
    const action = form.get("Action");
    if (action !== null) {
      const protocol = scope.service === "ec2" ? "ec2" : "query";
      return { ...common, protocol, action, params: paramsOfForm(form) };
    }
  }
  if (scope.service !== undefined && REST_XML.has(scope.service)) {
    return { ...common, protocol: "rest-xml", action: undefined, params: {} };
  }
  return { ...common, protocol: "rest-json", action: undefined, params: jsonParams(plain) };
}

/** An empty or invalid body has no parameters. moto then reports the error. */
function jsonParams(body: Buffer): Params {
  try {
    const parsed = JSON.parse(body.toString("utf8"));
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? parsed : {};
  } catch {
    return {};
  }
}
