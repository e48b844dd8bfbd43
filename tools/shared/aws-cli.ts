import { runProgram } from "./program";
import { REPOSITORY_ROOT } from "./repository";
import { UsageError } from "./usage-error";

/** The AWS CLI: takes arguments and returns its output. Rejects when the CLI fails. */
export type Aws = (args: readonly string[]) => Promise<string>;

/** Runs the AWS CLI with a time limit. */
export const awsCli: Aws = async (args) => {
  const { code, stdout, stderr } = await runProgram("aws", [...args], { cwd: REPOSITORY_ROOT, timeoutSeconds: 60 });
  if (code !== 0) {
    const reason = code === 124 ? "no answer within 60 s" : stderr.trim().split("\n").at(-1) || `exit code ${code}`;
    throw new UsageError(
      `aws ${args.slice(0, 2).join(" ")} must succeed, got ${reason}; check the credentials and the options`,
    );
  }
  return stdout;
};

/**
 * The CLI's answer, in JSON.
 *
 * @throws UsageError for an answer that is not JSON
 */
export async function awsJson<T>(aws: Aws, args: readonly string[]): Promise<T> {
  const answer = await aws([...args, "--output", "json"]);
  try {
    return JSON.parse(answer) as T;
  } catch {
    throw new UsageError(
      `aws ${args.slice(0, 2).join(" ")} must answer in JSON, got ${JSON.stringify(answer.slice(0, 80))}`,
    );
  }
}
