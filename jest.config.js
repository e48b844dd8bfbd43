/** Quick tests: need only Node. The slow ones have configurations of their own beside them. */
/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  runtime: "<rootDir>/test/support/shared-packages-runtime.js",
  setupFiles: ["<rootDir>/test/support/setup.ts"],
  reporters: ["default", "<rootDir>/test/support/plain-summary.js"],
  // Ends what hangs; how long a test takes is the machine's affair.
  testTimeout: 600_000,
  // Jest leaves a core to itself by default: half of a small machine.
  maxWorkers: "100%",
  roots: ["<rootDir>/test"],
  testPathIgnorePatterns: [
    "/node_modules/",
    "<rootDir>/test/emulated/",
    "<rootDir>/test/lab/",
    "<rootDir>/test/userdata/",
  ],
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" } },
    ],
  },
};
