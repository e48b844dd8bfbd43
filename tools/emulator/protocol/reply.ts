import type { AwsRequest } from "./request";
import { buildXml, parseXml, type XmlNode, type XmlTree } from "./xml";

/** An answer with its whole body. */
export interface Reply {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** An error of a service with the service's error code. The gateway writes it in the protocol of the request. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** A value of an answer: dates are written as the protocol wants them, lists with the protocol's element name. */
export type Value = string | number | boolean | Date | Value[] | Fields | null | undefined;
export interface Fields {
  readonly [name: string]: Value;
}

export function jsonReply(fields: Fields, status = 200): Reply {
  const body = JSON.stringify(fields, function (this: Record<string, unknown>, key, value) {
    // JSON.stringify has already called Date.toJSON; the services want seconds.
    const raw = this[key];
    return raw instanceof Date ? raw.getTime() / 1000 : value;
  });
  return { status, headers: { "content-type": "application/x-amz-json-1.1" }, body };
}

export function xmlReply(tree: XmlTree, status = 200, headers: Record<string, string> = {}): Reply {
  return { status, headers: { "content-type": "text/xml", ...headers }, body: buildXml(tree) };
}

/** An empty answer, as REST services return it for a deletion. */
export function noContent(): Reply {
  return { status: 204, headers: {}, body: "" };
}

/** The result of an action in the protocol of its request. */
export function resultReply(request: AwsRequest, result: Fields = {}): Reply {
  if (request.protocol === "json" || request.protocol === "rest-json") {
    return jsonReply(result);
  }
  const action = request.action ?? "";
  const metadata = { RequestId: REQUEST_ID };
  if (request.protocol === "ec2") {
    return xmlReply({ [`${action}Response`]: { requestId: REQUEST_ID, ...(xmlOf(result, "item") as XmlTree) } });
  }
  return xmlReply({
    [`${action}Response`]: { [`${action}Result`]: xmlOf(result, "member"), ResponseMetadata: metadata },
  });
}

/** An error in the protocol of the request. https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#error-responses */
export function errorReply(request: AwsRequest, error: AwsError): Reply {
  const { code, message, status } = error;
  if (request.protocol === "json" || request.protocol === "rest-json") {
    const reply = jsonReply({ __type: code, message, Message: message }, status);
    return { ...reply, headers: { ...reply.headers, "x-amzn-errortype": code } };
  }
  if (request.protocol === "ec2") {
    return xmlReply(
      { Response: { Errors: { Error: { Code: code, Message: message } }, RequestID: REQUEST_ID } },
      status,
    );
  }
  if (request.service === "s3") {
    return xmlReply({ Error: { Code: code, Message: message, RequestId: REQUEST_ID } }, status);
  }
  return xmlReply(
    { ErrorResponse: { Error: { Type: "Sender", Code: code, Message: message }, RequestId: REQUEST_ID } },
    status,
  );
}

/** Changes an XML answer of moto. `change` receives the root element. An error answer is returned unchanged. */
export function changeXml(reply: Reply, change: (top: XmlTree) => void): Reply {
  if (reply.status >= 300) {
    return reply;
  }
  const tree = parseXml(reply.body);
  for (const top of Object.values(tree)) {
    if (typeof top === "object" && !Array.isArray(top)) {
      change(top);
    }
  }
  return { ...reply, body: buildXml(tree) };
}

/** Changes a JSON answer of moto. An error answer is returned unchanged. */
// biome-ignore lint/suspicious/noExplicitAny: the shape is that of the service's answer, known to the caller alone
export function changeJson(reply: Reply, change: (answer: any) => void): Reply {
  if (reply.status >= 300) {
    return reply;
  }
  const answer = reply.body === "" ? {} : JSON.parse(reply.body);
  change(answer);
  return { ...reply, body: JSON.stringify(answer) };
}

const REQUEST_ID = "00000000-0000-4000-8000-000000000000";

/** A value as XML, each list item in an element of this name. */
export function xmlOf(value: Value, element: string): XmlNode | XmlNode[] {
  if (value === null || value === undefined) {
    return "";
  }
  if (value instanceof Date) {
    return value.toISOString();
  }
  if (Array.isArray(value)) {
    return { [element]: value.map((one) => xmlOf(one, element) as XmlNode) };
  }
  if (typeof value !== "object") {
    return `${value}`;
  }
  const tree: XmlTree = {};
  for (const [name, below] of Object.entries(value)) {
    if (below !== undefined && below !== null) {
      tree[name] = xmlOf(below, element);
    }
  }
  return tree;
}
