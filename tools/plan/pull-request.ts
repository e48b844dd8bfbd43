import { readFileSync } from "node:fs";
import { UsageError } from "../shared/usage-error";
import type { PullRequest } from "./comment";

/**
 * The pull request of a GitHub Actions run, from the environment variables of the runner.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/variables
 *
 * @throws UsageError when a variable is missing or no pull request triggered the run
 */
export function pullRequestOf(environment: Readonly<Record<string, string | undefined>>): PullRequest {
  return {
    apiUrl: environment.GITHUB_API_URL ?? "https://api.github.com",
    token: required(environment, "GITHUB_TOKEN"),
    repository: required(environment, "GITHUB_REPOSITORY"),
    number: numberIn(required(environment, "GITHUB_EVENT_PATH")),
  };
}

function required(environment: Readonly<Record<string, string | undefined>>, name: string): string {
  const value = environment[name];
  if (!value) {
    throw new UsageError(`${name} must be set, got nothing; run this command in GitHub Actions`, 2);
  }
  return value;
}

function numberIn(eventPath: string): number {
  let number: unknown;
  try {
    number = (JSON.parse(readFileSync(eventPath, "utf8")) as { pull_request?: { number?: unknown } }).pull_request
      ?.number;
  } catch (error) {
    const why = (error as Error).message;
    throw new UsageError(`GITHUB_EVENT_PATH must name a JSON file, got "${eventPath}"; ${why}`);
  }
  if (typeof number !== "number") {
    throw new UsageError(
      `GITHUB_EVENT_PATH must name the event of a pull request, got "${eventPath}" without a pull request`,
    );
  }
  return number;
}
