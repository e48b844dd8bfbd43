const { totalmem } = require("node:os");
const quick = require("./jest.config.js");

/** What a deployment needs at most: Terraform with its provider for two stacks, cdktf-cli, moto and the test itself. */
const GIBIBYTES_PER_WORKER = 2;
/** More keep two processors no busier, and each of them slower than the provider's time limits allow. */
const MOST_WORKERS = 6;

/** Tests against the emulated AWS: need moto (`pipx install 'moto[server]'`), and the deployments Terraform too. */
/** @type {import("jest").Config} */
module.exports = {
  ...quick,
  roots: ["<rootDir>/test/emulated"],
  testPathIgnorePatterns: ["/node_modules/"],
  globalSetup: "<rootDir>/test/emulated/support/global-setup.ts",
  testSequencer: "<rootDir>/test/emulated/support/sequencer.js",
  // Most of the time is waiting: for a poll of the provider, for a delay that it thinks AWS needs.
  maxWorkers: Math.max(1, Math.min(MOST_WORKERS, Math.floor(totalmem() / 2 ** 30 / GIBIBYTES_PER_WORKER))),
  // Every command of a deployment has a limit of its own; this one only ends what has none.
  testTimeout: 7_200_000,
};
