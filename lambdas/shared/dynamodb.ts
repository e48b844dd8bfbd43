import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { unavailable } from "./problem";
import { OutOfTime, within } from "./within";

/** How long a function may wait for its table. */
export interface TableBudget {
  /** Milliseconds to connect: inside a Region a TCP and TLS handshake takes a few tens. */
  readonly connectMs: number;
  /** Milliseconds for one attempt. DynamoDB answers a single item in under 10 at p50 and well under 100 at p99. */
  readonly attemptMs: number;
  /** Attempts in all. A connection that died while the function was frozen costs the first. */
  readonly attempts: number;
  /** Milliseconds for everything together, pauses between attempts included. */
  readonly totalMs: number;
}

/** A client that is made once per execution environment and never waits longer than its budget. */
export class BoundedTable {
  private readonly client: DynamoDBClient;
  private readonly budget: TableBudget;

  constructor(budget: TableBudget) {
    this.budget = budget;
    this.client = new DynamoDBClient({
      maxAttempts: budget.attempts,
      // Not adaptive: it would delay requests on the client's side by what other callers did, past any budget.
      retryMode: "standard",
      requestHandler: new NodeHttpHandler({
        connectionTimeout: budget.connectMs,
        requestTimeout: budget.attemptMs,
        // Without it the handler only logs a warning and waits on.
        throwOnRequestTimeout: true,
      }),
    });
  }

  /** Sends one command inside the budget. @throws Problem 503 when the table is slow, throttled or out of reach */
  async send<T>(call: (client: DynamoDBClient, options: { abortSignal: AbortSignal }) => Promise<T>): Promise<T> {
    try {
      return await within(this.budget.totalMs, (abortSignal) => call(this.client, { abortSignal }));
    } catch (error) {
      if (isTransient(error)) {
        const problem = unavailable();
        problem.cause = error;
        throw problem;
      }
      throw error;
    }
  }
}

const THROTTLED = new Set(["ProvisionedThroughputExceededException", "ThrottlingException", "RequestLimitExceeded"]);

/** True for what may be gone in a second: load, the network, DynamoDB's own faults, credentials that are being renewed. */
function isTransient(error: unknown): boolean {
  if (error instanceof OutOfTime) {
    return true;
  }
  if (!(error instanceof Error)) {
    return false;
  }
  const { code, $metadata } = error as { code?: unknown; $metadata?: { httpStatusCode?: number } };
  const status = $metadata?.httpStatusCode;
  return (
    THROTTLED.has(error.name) ||
    /^(Timeout|Abort|CredentialsProvider)Error$|^(Expired|Unrecognized)/.test(error.name) ||
    (status === undefined ? typeof code === "string" : status >= 500)
  );
}
