import { otherAccount } from "../shared/ask-aws";
import type { RunResult } from "../shared/program";
import { UsageError } from "../shared/usage-error";

/** Terraform's errors that the operator can solve, each with the message for the operator. */
const KNOWN: readonly {
  readonly pattern: RegExp;
  readonly say: (match: RegExpExecArray, account: string) => string;
}[] = [
  {
    // Error of the provider because of `allowed_account_ids`.
    pattern: /AWS account ID not allowed: (\d+)/,
    say: (match, account) => otherAccount(account, `${match[1]}`),
  },
  {
    pattern: /No valid credential sources found/,
    say: (_, account) => `AWS credentials must be in the environment, got none; sign in to account ${account} first`,
  },
  {
    // Error of S3 for a bucket of another account, or for a principal without permission to list it.
    pattern: /\b(AccessDenied|StatusCode: 403)\b/,
    say: (_, account) =>
      `the AWS credentials must be allowed to use the state bucket of account ${account}; see Terraform's message above`,
  },
];

/** The error for a failed Terraform command. */
export function terraformFailure(what: string, result: RunResult, accountId: string): UsageError {
  const output = `${result.stdout}\n${result.stderr}`;
  for (const { pattern, say } of KNOWN) {
    const match = pattern.exec(output);
    if (match) {
      return new UsageError(`${lastWords(output)}\n\n${say(match, accountId)}`, 2);
    }
  }
  const reason = result.code === 124 ? "ran out of time" : `ended with exit code ${result.code}`;
  return new UsageError(`${lastWords(output)}\n\n${what} ${reason}; run the same command again to continue`);
}

/** Terraform's errors, at the end of the output. */
function lastWords(output: string): string {
  const start = output.search(/^(│ |╷\n│ )?Error: /m);
  return output.slice(start < 0 ? -2000 : start).trim();
}
