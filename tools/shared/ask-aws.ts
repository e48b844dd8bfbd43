import { UsageError } from "./usage-error";

/**
 * Sends requests to AWS.
 *
 * @throws UsageError with errors of AWS in one line, such as missing, expired or insufficient credentials
 */
export async function askAws<T>(question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (error) {
    if (error instanceof UsageError) {
      throw error;
    }
    throw new UsageError(`AWS must answer, got ${describeAwsError(error)}; sign in to the environment's account`);
  }
}

/** Name and message of an error on one line. */
export function describeAwsError(error: unknown): string {
  const { name, message } = error as Error;
  return `${name}: ${message}`.replace(/\s+/g, " ");
}
