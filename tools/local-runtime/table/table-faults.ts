import { type DynamoDbAnswer, failure } from "./dynamodb-answer";

/** Actions that change items. */
export const WRITES: ReadonlySet<string> = new Set([
  "PutItem",
  "UpdateItem",
  "DeleteItem",
  "BatchWriteItem",
  "TransactWriteItems",
]);

const READS: ReadonlySet<string> = new Set(["GetItem", "BatchGetItem", "Query", "Scan"]);

/** Longest delay of a request, in milliseconds. */
const SLOWEST_MS = 60_000;

/**
 * Faults that an operator sets for the clients of one region's table. Replication is not affected, because the writes of other regions
 * are DynamoDB's own.
 */
export class TableFaults {
  private writesFail = false;
  private readsFail = false;
  private throttled = false;
  private delay = 0;

  /** Every write is answered with `InternalServerError`, which the SDK retries. */
  failWrites(on: boolean): void {
    this.writesFail = on;
  }

  /** Every read is answered with `InternalServerError`. */
  failReads(on: boolean): void {
    this.readsFail = on;
  }

  /** Every read and write is answered with `ThrottlingException`. */
  throttle(on: boolean): void {
    this.throttled = on;
  }

  /** @param ms delay of each request in milliseconds, 0 for none */
  slow(ms: number): void {
    if (!(ms >= 0 && ms <= SLOWEST_MS)) {
      throw new Error(`ms must be from 0 to ${SLOWEST_MS}, got ${ms}`);
    }
    this.delay = ms;
  }

  /** Delay of each request in milliseconds. */
  get delayMs(): number {
    return this.delay;
  }

  /** The error for an action, or undefined if it is to be performed. */
  refusal(action: string): DynamoDbAnswer | undefined {
    const [writes, reads] = [WRITES.has(action), READS.has(action)];
    if (this.throttled && (writes || reads)) {
      return failure(400, "ThrottlingException", "Throughput exceeds the current capacity of your table or index.");
    }
    return (this.writesFail && writes) || (this.readsFail && reads)
      ? failure(500, "InternalServerError", "The request could not be processed because of an internal server error.")
      : undefined;
  }
}
