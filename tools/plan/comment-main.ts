import { resolve } from "node:path";
import { runCommand, UsageError } from "../shared/usage-error";
import { stringOptions } from "./arguments";
import { publishComment } from "./comment";
import { pullRequestOf } from "./pull-request";
import { readReports } from "./report";
import { renderSummary } from "./summary";

/** `npm run plan:comment`: the plans of every environment as one comment on the pull request. */
async function main(): Promise<void> {
  const names = { required: ["plans"] } as const;
  const { plans } = stringOptions(process.argv.slice(2), names, "npm run plan:comment -- --plans <folder>");
  const pullRequest = pullRequestOf(process.env);
  const summary = renderSummary(readReports(resolve(plans)));
  try {
    const id = await publishComment(pullRequest, summary);
    process.stdout.write(`comment ${id} on pull request ${pullRequest.number}\n`);
  } catch (error) {
    throw new UsageError((error as Error).message, 1);
  }
}

void runCommand(main);
