import { App } from "cdktf";
import { ConfigurationError, loadEnvironments } from "./config/schema";
import { composeLocalZone } from "./stacks/local-zone";
import { composeState } from "./stacks/state";
import { composeThreeTier } from "./stacks/three-tier";

// CDKTF records a stack trace for every reference. Mapping each to its TypeScript line would be a third of the synth;
// one that anybody gets to read is mapped again below.
process.setSourceMapsEnabled(false);
// CDKTF calls util.isArray, which Node 24 warns of. Nobody will mend it (ADR 1), and nobody who runs this could.
process.noDeprecation = true;

/** Synthesizes every stack of every environment into cdktf.out. */
function main(): void {
  const environments = loadEnvironments();
  // Only now: CDKTF makes the folder with the app, and a wrong configuration is to leave nothing behind.
  const app = new App();
  for (const environment of environments) {
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
    process.setSourceMapsEnabled(true);
    throw error;
  }
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
