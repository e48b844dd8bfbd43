import { AwsError, type Reply } from "./protocol/reply";
import type { AwsRequest } from "./protocol/request";

/** Statuses of moto for an unknown action. For a supported action, answers with these statuses have a body that is not HTML. */
const SUSPECT = new Set([404, 405, 500]);

/**
 * The error for an action that moto does not support, or undefined for any other answer. moto answers an unknown action with an
 * HTML page and status 500. It answers an unknown path with status 404, and with HTML or without a body. The AWS SDKs retry status
 * 500 for minutes, so the gateway answers `NotImplemented` instead.
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

/** Service and action for messages, e.g. `rds CreateDBInstance`. */
export function nameOf(request: AwsRequest): string {
  return `${request.service ?? "unknown"} ${request.action ?? `${request.method} ${request.path}`}`;
}
