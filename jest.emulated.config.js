const { totalmem } = require("node:os");
const quick = require("./jest.config.js");

/** Maximum memory of a deployment: Terraform and its provider for two stacks, cdktf-cli, moto and the test. */
const GIBIBYTES_PER_WORKER = 2;
/** Two processors are fully used with this number. With more workers, calls of the provider time out. */
const MOST_WORKERS = 6;

/** Tests with the emulated AWS. They need moto (`pipx install 'moto[server]'`). The deployments also need Terraform. */
/** @type {import("jest").Config} */
module.exports = {
  ...quick,
  roots: ["<rootDir>/test/emulated"],
  testPathIgnorePatterns: ["/node_modules/"],
  globalSetup: "<rootDir>/test/emulated/support/global-setup.ts",
  testSequencer: "<rootDir>/test/emulated/support/sequencer.js",
  // A deployment mostly waits for the provider's polling intervals and delays.
  maxWorkers: Math.max(1, Math.min(MOST_WORKERS, Math.floor(totalmem() / 2 ** 30 / GIBIBYTES_PER_WORKER))),
  // Every command of a deployment has its own time limit. This one ends all other work.
  testTimeout: 7_200_000,
};
