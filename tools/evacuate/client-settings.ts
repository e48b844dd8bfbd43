import { NodeHttpHandler } from "@smithy/node-http-handler";

/** Milliseconds to connect, and for an answer. A region that fails can leave connections open without an answer. */
const CONNECT_MS = 3_000;
const ANSWER_MS = 8_000;

// The repository supports Node 20 as long as the SDK does. The warning would hide the command's own lines.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

/** Settings of the AWS SDK's clients, so that a failing region delays the command by seconds only. */
export function clientSettings() {
  return {
    maxAttempts: 2,
    requestHandler: new NodeHttpHandler({
      connectionTimeout: CONNECT_MS,
      requestTimeout: ANSWER_MS,
      throwOnRequestTimeout: true,
    }),
  };
}
