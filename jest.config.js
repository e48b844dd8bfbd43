/** Quick tests, which need only Node. Slow tests have separate configurations in this folder. */
/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  runtime: "<rootDir>/test/support/shared-packages-runtime.js",
  setupFiles: ["<rootDir>/test/support/setup.ts"],
  reporters: ["default", "<rootDir>/test/support/plain-summary.js"],
  // Ends a test that hangs. The limit is high, because tests take longer on a busy machine.
  testTimeout: 600_000,
  // By default, Jest uses one core less, which is half of a small machine.
  maxWorkers: "100%",
  roots: ["<rootDir>/test"],
  testPathIgnorePatterns: [
    "/node_modules/",
    "<rootDir>/test/emulated/",
    "<rootDir>/test/lab/",
    "<rootDir>/test/local/",
    "<rootDir>/test/userdata/",
  ],
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" } },
    ],
  },
};
