import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { awsProblem } from "./aws-problem";
import { clientSettings } from "./client-settings";
import { UsageError } from "./usage-error";

/**
 * Sends requests to AWS.
 *
 * @param accountId account of the environment, for the message
 * @throws UsageError with errors of AWS in one line, such as missing, expired or insufficient credentials. Other errors are bugs and
 *   stay as they are
 */
export async function askAws<T>(accountId: string, question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (error) {
    throw awsProblem(error, accountId);
  }
}

/**
 * Refuses credentials of another account than the environment's: there, the resources would only seem not to be deployed, and some
 * requests would be accepted.
 *
 * @param region region of the request
 * @throws UsageError with both accounts, or with the error of AWS
 */
export async function refuseOtherAccount(accountId: string, region: string): Promise<void> {
  const sts = new STSClient({ region, ...clientSettings() });
  const { Account } = await askAws(accountId, () => sts.send(new GetCallerIdentityCommand({})));
  if (Account !== accountId) {
    throw new UsageError(otherAccount(accountId, `${Account}`), 2);
  }
}

/** The message for credentials of another account. */
export function otherAccount(accountId: string, got: string): string {
  return `the AWS credentials must be those of account ${accountId}, got ${got}; choose another profile, or correct accountId in config/`;
}
