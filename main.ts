import { endAfterSynthesis, refuseLateErrors, replaceDeprecatedIsArray, traceErrorsOnly } from "./cdktf-process";
import { ConfigurationError, deploymentName, loadEnvironments, SelectorError, select } from "./config/schema/index";
import { OutputError } from "./output/output-error";
import { OutputFolder } from "./output/output-folder";
import { CompositionError } from "./stacks/composition-error";
import { composeDeployments } from "./stacks/compositions";
import { PartialApp } from "./stacks/partial-app";

/** Synthesizes the selected stacks to cdktf.out, or all stacks without selectors: `dev`, `three-tier`, `dev-three-tier`. */
function main(selectors: readonly string[]): void {
  // Before the environments are loaded, which can change the working folder. cdktf sets the variable.
  const output = new OutputFolder(process.env.CDKTF_OUTDIR || "cdktf.out");
  const { selected, leftOut } = select(loadEnvironments(), selectors);
  output.replace((folder) => {
    const app = new PartialApp(folder, leftOut.map(deploymentName));
    composeDeployments(app, selected);
    app.synth();
  });
}

endAfterSynthesis();
try {
  traceErrorsOnly();
  replaceDeprecatedIsArray();
  main(process.argv.slice(2));
} catch (error) {
  const isForUser = [ConfigurationError, SelectorError, CompositionError, OutputError].some(
    (type) => error instanceof type,
  );
  if (!isForUser) {
    // A package that is not installed, or a bug of this project. run-typescript.js reports both.
    throw error;
  }
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = error instanceof OutputError ? 2 : 1;
}
refuseLateErrors();
