const { sep } = require("node:path");

/** Jest's order of test files: deployments first, since they wait, then the tests of the gateway, which fill the waiting. */
module.exports = class DeploymentsFirst {
  sort(tests) {
    const isGateway = ({ path }) => path.includes(`${sep}gateway${sep}`);
    const name = ({ path }) => path.split(sep).at(-1);
    // By name, so that every run has the same order.
    return [...tests].sort(
      (one, other) => isGateway(one) - isGateway(other) || name(other).localeCompare(name(one), "en"),
    );
  }

  shard(tests, { shardIndex, shardCount }) {
    return this.sort(tests).filter((_, index) => index % shardCount === shardIndex - 1);
  }

  allFailedTests(tests) {
    return tests;
  }

  cacheResults() {}
};
