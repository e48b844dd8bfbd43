import { createHash } from "node:crypto";
import { type DynamoDbAnswer, failure } from "./dynamodb-answer";

/**
 * Milliseconds for which a token identifies a request: 10 minutes.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html (section "Idempotency")
 */
const REMEMBERED_MS = 600_000;

/** Most tokens that are remembered. Older ones are dropped. */
const MOST_TOKENS = 10_000;

interface Remembered {
  readonly hash: string;
  readonly until: number;
  readonly answer: Promise<DynamoDbAnswer>;
}

/** Answers of requests with a `ClientRequestToken`, so that a retry is not performed twice. */
export class RememberedAnswers {
  private readonly answers = new Map<string, Remembered>();

  /** Performs a request, or returns the answer of an earlier success with the same token. */
  async answer(
    token: string | undefined,
    content: string,
    perform: () => Promise<DynamoDbAnswer>,
  ): Promise<DynamoDbAnswer> {
    if (!token) {
      return perform();
    }
    const hash = createHash("sha256").update(content).digest("base64");
    const known = this.answers.get(token);
    if (known && known.until > performance.now()) {
      return known.hash === hash ? known.answer : mismatch();
    }
    const answer = perform();
    const entry = { hash, until: performance.now() + REMEMBERED_MS, answer };
    this.answers.delete(token);
    this.answers.set(token, entry);
    const [oldest] = this.answers.keys();
    if (this.answers.size > MOST_TOKENS && oldest !== undefined) {
      this.answers.delete(oldest);
    }
    const forget = () => this.answers.get(token) === entry && this.answers.delete(token);
    answer.then(({ status }) => status !== 200 && forget(), forget);
    return answer;
  }
}

function mismatch(): DynamoDbAnswer {
  return failure(
    400,
    "IdempotentParameterMismatchException",
    "The provided ClientRequestToken was used with other parameters",
  );
}
