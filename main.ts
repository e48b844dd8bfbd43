import { inspect } from "node:util";
import { App } from "cdktf";
import { replaceDeprecatedIsArray, traceErrorsOnly } from "./cdktf-process";
import { ConfigurationError, loadEnvironments } from "./config/schema";
import { composeActiveActive } from "./stacks/active-active";
import { composeAuroraApi } from "./stacks/aurora-api";
import { composeLocalZone } from "./stacks/local-zone";
import { composeState } from "./stacks/state";
import { composeThreeTier } from "./stacks/three-tier";

/** Synthesizes every stack of every environment into cdktf.out. */
function main(): void {
  const environments = loadEnvironments();
  // Only now: CDKTF makes the folder with the app, and a wrong configuration is to leave nothing behind.
  const app = new App();
  for (const environment of environments) {
    composeState(app, environment);
    composeThreeTier(app, environment);
    composeActiveActive(app, environment);
    composeAuroraApi(app, environment);
    composeLocalZone(app, environment);
  }
  app.synth();
}

try {
  traceErrorsOnly();
  replaceDeprecatedIsArray();
  main();
} catch (error) {
  // A message is for what a user can correct. A stack trace means a fault of this project.
  process.stderr.write(`${error instanceof ConfigurationError ? error.message : inspect(error)}\n`);
  process.exitCode = 1;
}
