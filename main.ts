import { inspect } from "node:util";
import { replaceDeprecatedIsArray, traceErrorsOnly } from "./cdktf-process";
import { ConfigurationError, deploymentName, loadEnvironments, SelectorError, select } from "./config/schema";
import { CompositionError } from "./stacks/composition-error";
import { composeDeployment } from "./stacks/compositions";
import { PartialApp } from "./stacks/partial-app";

/** Synthesizes the selected stacks to cdktf.out, or all stacks without selectors: `dev`, `three-tier`, `dev-three-tier`. */
function main(selectors: readonly string[]): void {
  const { selected, leftOut } = select(loadEnvironments(), selectors);
  // After the configuration is valid, because the app's constructor creates the output folder.
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
  const isForUser = [ConfigurationError, SelectorError, CompositionError].some((type) => error instanceof type);
  // Users can correct these errors, so that the message is enough. A stack trace indicates a bug of this project.
  process.stderr.write(`${isForUser ? (error as Error).message : inspect(error)}\n`);
  process.exitCode = 1;
}
