import { inspect } from "node:util";
import { replaceDeprecatedIsArray, traceErrorsOnly } from "./cdktf-process";
import { ConfigurationError, deploymentName, loadEnvironments, SelectorError, select } from "./config/schema";
import { composeDeployment } from "./stacks/compositions";
import { PartialApp } from "./stacks/partial-app";

/** Synthesizes into cdktf.out what the selectors select: `dev`, `three-tier`, `dev-three-tier`, or without one every stack. */
function main(selectors: readonly string[]): void {
  const { selected, leftOut } = select(loadEnvironments(), selectors);
  // Only now: CDKTF creates the folder with the app, and a wrong configuration must leave nothing behind.
  const app = new PartialApp(leftOut.map(deploymentName));
  for (const deployment of selected) {
    composeDeployment(app, deployment);
  }
  app.synth();
}

try {
  traceErrorsOnly();
  replaceDeprecatedIsArray();
  main(process.argv.slice(2));
} catch (error) {
  const isForUser = error instanceof ConfigurationError || error instanceof SelectorError;
  // A message is for what a user can correct. A stack trace means a fault of this project.
  process.stderr.write(`${isForUser ? error.message : inspect(error)}\n`);
  process.exitCode = 1;
}
