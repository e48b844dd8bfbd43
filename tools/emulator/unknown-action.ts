import { AwsError, type Reply } from "./protocol/reply";
import type { AwsRequest } from "./protocol/request";

/** The statuses with which a service that knows the action never answers in HTML, nor with nothing. */
const SUSPECT = new Set([404, 405, 500]);

/**
 * Tells "moto does not know this" from an error of the service. moto answers an unknown action with a page of HTML and
 * status 500, an unknown path with 404 and HTML or nothing; the AWS SDKs retry the first for minutes.
 */
export function unknownAction(request: AwsRequest, reply: Reply): AwsError | undefined {
  if (!SUSPECT.has(reply.status)) {
    return undefined;
  }
  const html = /^\s*<!doctype html/i.test(reply.body);
  if (!html && !(reply.body === "" && reply.status !== 500)) {
    return undefined;
  }
  return new AwsError("NotImplemented", `the emulator does not support ${nameOf(request)}`);
}

/** Service and action, as a reader would look for them. */
export function nameOf(request: AwsRequest): string {
  return `${request.service ?? "unknown"} ${request.action ?? `${request.method} ${request.path}`}`;
}
