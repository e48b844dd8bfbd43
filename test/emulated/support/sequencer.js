const { basename, dirname } = require("node:path");

/** Deployments, the longest first. Other architectures come before them. */
const DEPLOYMENTS = /^(three-tier|aurora-api|active-active|local-zone|state)-/;
const ORDER = ["three-tier", "aurora-api", "active-active", "local-zone", "state"];

/** Plans without a deployment. */
const PLANS = "restore-states.test.ts";

/** Order of test files: deployments first, because they mostly wait. Plans and the tests of the gateway run during the waits. */
module.exports = class DeploymentsFirst {
  sort(tests) {
    return [...tests].sort((one, other) => rank(one) - rank(other) || one.path.localeCompare(other.path, "en"));
  }

  shard(tests, { shardIndex, shardCount }) {
    return this.sort(tests).filter((_, index) => index % shardCount === shardIndex - 1);
  }

  allFailedTests(tests) {
    return tests;
  }

  cacheResults() {}
};

function rank({ path }) {
  if (basename(dirname(path)) === "gateway" || basename(path) === PLANS) {
    return ORDER.length;
  }
  return ORDER.indexOf(DEPLOYMENTS.exec(basename(path))?.[1]);
}
