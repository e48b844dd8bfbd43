import { AwsError, type Reply } from "./protocol/reply";
import type { AwsRequest } from "./protocol/request";

/** Statuses for which no service returns HTML or an empty body. */
const SUSPECT = new Set([404, 405, 500]);

/**
 * Detects actions that moto does not support. For an unknown action, moto returns HTML with status 500, which the AWS SDKs retry
 * for minutes. For an unknown path, it returns status 404 with HTML or an empty body.
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

/** Service and action, for the error message. */
export function nameOf(request: AwsRequest): string {
  return `${request.service ?? "unknown"} ${request.action ?? `${request.method} ${request.path}`}`;
}
