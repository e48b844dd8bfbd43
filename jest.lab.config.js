/** Slow tests against real programs: a Debian root, systemd, gunicorn, MariaDB. One after the other: they share a machine. */
/** @type {import("jest").Config} */
module.exports = {
  ...require("./jest.config.js"),
  roots: ["<rootDir>/test/lab"],
  testPathIgnorePatterns: ["/node_modules/"],
  maxWorkers: 1,
};
