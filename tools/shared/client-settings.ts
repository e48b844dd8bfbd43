import { NodeHttpHandler } from "@smithy/node-http-handler";

/** Milliseconds to connect, and for an answer. A region that fails can leave connections open without an answer. */
const CONNECT_MS = 3_000;
const ANSWER_MS = 8_000;

/** How long and how often a client tries. */
interface Patience {
  /** Attempts of each request. More attempts survive throttling for longer. @default 2 */
  readonly maxAttempts?: number;
  /** Milliseconds until the answer to a request starts, for requests that AWS answers only when work is done. @default 8000 */
  readonly answerMs?: number;
}

// The repository supports Node 20 as long as the SDK does. The warning would hide the command's own lines.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

/**
 * Settings of the AWS SDK's clients, so that a failing region delays a command by seconds only.
 */
export function clientSettings({ maxAttempts = 2, answerMs = ANSWER_MS }: Patience = {}) {
  return {
    maxAttempts,
    requestHandler: new NodeHttpHandler({
      connectionTimeout: CONNECT_MS,
      requestTimeout: answerMs,
      // Without it, an answer that stops half-way would be waited for without end.
      socketTimeout: answerMs,
      throwOnRequestTimeout: true,
    }),
  };
}
