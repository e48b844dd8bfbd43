import { resolve } from "node:path";
import { readOptions } from "../shared/options";
import { runCommand, UsageError } from "../shared/usage-error";
import { publishComment } from "./comment";
import { pullRequestOf } from "./pull-request";
import { readReports } from "./report";
import { renderSummary } from "./summary";

/** `npm run plan:comment`: writes the plans of all environments into one comment on the pull request. */
async function main(): Promise<void> {
  const { plans } = readOptions(process.argv.slice(2), "npm run plan:comment --", {
    plans: { value: "<folder>", required: true },
  });
  const pullRequest = pullRequestOf(process.env);
  const summary = renderSummary(readReports(resolve(plans)));
  try {
    const id = await publishComment(pullRequest, summary);
    process.stdout.write(`comment ${id} on pull request ${pullRequest.number}\n`);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

void runCommand(main);
