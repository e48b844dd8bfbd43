import { NodeHttpHandler } from "@smithy/node-http-handler";

/** Milliseconds to connect, and for an answer. A region that fails can leave connections open without an answer. */
const CONNECT_MS = 3_000;
const ANSWER_MS = 8_000;

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
