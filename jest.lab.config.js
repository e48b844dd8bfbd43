/** Slow tests with real programs: a Debian system, systemd, gunicorn, MariaDB. They run in sequence, because they share a machine. */
/** @type {import("jest").Config} */
module.exports = {
  ...require("./jest.config.js"),
  roots: ["<rootDir>/test/lab"],
  testPathIgnorePatterns: ["/node_modules/"],
  maxWorkers: 1,
};
