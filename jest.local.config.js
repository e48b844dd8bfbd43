/** Tests that start the local runtime as a process, put load on its listeners or open its page. They need only Node and Chromium. */
/** @type {import("jest").Config} */
module.exports = {
  ...require("./jest.config.js"),
  roots: ["<rootDir>/test/local"],
  testPathIgnorePatterns: ["/node_modules/"],
  // The tests use fixed ports and both processors.
  maxWorkers: 1,
};
