import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { DeadlineError, withDeadline } from "./deadline";
import { unavailable } from "./problem";

/** How long a function may wait for its table. */
export interface TableBudget {
  /** Milliseconds to connect. Inside a Region, a TCP and TLS handshake takes a few tens of milliseconds. */
  readonly connectMs: number;
  /** Milliseconds for one attempt. DynamoDB answers for a single item in under 10 at p50 and well under 100 at p99. */
  readonly attemptMs: number;
  /** Maximum number of attempts. A connection that broke while the function was frozen fails the first one. */
  readonly attempts: number;
  /** Milliseconds for all attempts together, including the pauses between them. */
  readonly totalMs: number;
}

/** A DynamoDB client that never waits longer than its budget. Created once per execution environment. */
export class BoundedTable {
  private readonly client: DynamoDBClient;
  private readonly budget: TableBudget;

  constructor(budget: TableBudget) {
    this.budget = budget;
    this.client = new DynamoDBClient({
      maxAttempts: budget.attempts,
      // Not adaptive, because that mode delays requests in the client, beyond any budget.
      retryMode: "standard",
      requestHandler: new NodeHttpHandler({
        connectionTimeout: budget.connectMs,
        requestTimeout: budget.attemptMs,
        // Without this option the handler only logs a warning and keeps waiting.
        throwOnRequestTimeout: true,
      }),
    });
  }

  /** Sends one command within the budget. @throws Problem 503 when the table is slow, throttled or unreachable */
  async send<T>(call: (client: DynamoDBClient, options: { abortSignal: AbortSignal }) => Promise<T>): Promise<T> {
    try {
      return await withDeadline("the request to DynamoDB", this.budget.totalMs, (abortSignal) =>
        call(this.client, { abortSignal }),
      );
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

/** True for failures that a retry may overcome: load, network, DynamoDB's own faults, credentials being renewed. */
function isTransient(error: unknown): boolean {
  if (error instanceof DeadlineError) {
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
