import { App } from "cdktf";
import { ConfigurationError, loadEnvironments } from "./config/schema";
import { hurryTraces, mapTraces } from "./framework";
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
  hurryTraces();
  main();
} catch (error) {
  // What a user can mend is told in words; a stack trace means a fault of ours.
  if (!(error instanceof ConfigurationError)) {
    mapTraces();
    throw error;
  }
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
