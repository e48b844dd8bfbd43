const quick = require("./jest.config.js");

/** Tests against the emulated AWS: need moto (`pipx install 'moto[server]'`), and the deployments Terraform too. */
/** @type {import("jest").Config} */
module.exports = {
  ...quick,
  roots: ["<rootDir>/test/emulated"],
  testPathIgnorePatterns: ["/node_modules/"],
  globalSetup: "<rootDir>/test/emulated/support/global-setup.ts",
  // Most of the time is waiting: for a poll of the provider, for a delay that it thinks AWS needs.
  maxWorkers: 4,
  // Every command of a deployment has a limit of its own; this one only ends what has none.
  testTimeout: 1_800_000,
};
