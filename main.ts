import { App } from "cdktf";
import { ConfigurationError, loadEnvironments } from "./config/schema";
import { composeLocalZone } from "./stacks/local-zone";
import { composeState } from "./stacks/state";
import { composeThreeTier } from "./stacks/three-tier";

/** Synthesizes every stack of every environment into cdktf.out. */
function main(): void {
  const app = new App();
  for (const environment of loadEnvironments()) {
    composeState(app, environment);
    composeThreeTier(app, environment);
    composeLocalZone(app, environment);
  }
  app.synth();
}

try {
  main();
} catch (error) {
  // What a user can mend is told in words; a stack trace means a fault of ours.
  if (!(error instanceof ConfigurationError)) {
    throw error;
  }
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
