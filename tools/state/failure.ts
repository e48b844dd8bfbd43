import type { RunResult } from "../shared/program";
import { UsageError } from "../shared/usage-error";

/** Errors of Terraform that the user can correct, and the message to show for each. */
const KNOWN: readonly {
  readonly pattern: RegExp;
  readonly say: (match: RegExpExecArray, account: string) => string;
}[] = [
  {
    // Provider, `allowed_account_ids`.
    pattern: /AWS account ID not allowed: (\d+)/,
    say: (match, account) =>
      `the AWS credentials must be those of account ${account}, got ${match[1]}; choose another profile, or correct accountId in config/`,
  },
  {
    pattern: /No valid credential sources found/,
    say: (_, account) => `AWS credentials must be in the environment, got none; sign in to account ${account} first`,
  },
  {
    // S3 on a bucket of another account, or for a principal that may not list it.
    pattern: /\b(AccessDenied|StatusCode: 403)\b/,
    say: (_, account) =>
      `the AWS credentials must be allowed to use the state bucket of account ${account}; see Terraform's message above`,
  },
];

/** The error to end with when a Terraform command failed. */
export function terraformFailure(what: string, result: RunResult, accountId: string): UsageError {
  const output = `${result.stdout}\n${result.stderr}`;
  for (const { pattern, say } of KNOWN) {
    const match = pattern.exec(output);
    if (match) {
      return new UsageError(`${lastWords(output)}\n\n${say(match, accountId)}`, 2);
    }
  }
  const reason = result.code === 124 ? "ran out of time" : `ended with exit code ${result.code}`;
  return new UsageError(`${lastWords(output)}\n\n${what} ${reason}; run the same command again to go on from here`);
}

/** Terraform's errors, which come last. */
function lastWords(output: string): string {
  const start = output.search(/^(│ |╷\n│ )?Error: /m);
  return output.slice(start < 0 ? -2000 : start).trim();
}
