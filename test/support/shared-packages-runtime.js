const { createRequire } = require("node:module");
const Runtime = require("jest-runtime").default;

/**
 * Packages that hold no state and read neither the clock nor the environment when they are loaded. Jest loads every module
 * anew for every test file; these alone took half of the CPU time of `npm test`.
 */
const SHARED = /^(cdktf|constructs|@cdktf\/provider-aws|zod|fast-check|yaml|esbuild|fflate|ip-address|ajv)(\/|$)/;

// CDKTF writes out the whole stack trace of every reference. `test/support/setup.ts` reaches the traces of the test files only.
require("cdktf/lib/tokens/private/stack-trace").captureStackTrace = () => [];

/** Jest's runtime, which loads {@link SHARED} once per worker process instead of once per test file. */
module.exports = class SharedPackagesRuntime extends Runtime {
  requireModuleOrMock(from, name) {
    return SHARED.test(name) ? createRequire(from)(name) : super.requireModuleOrMock(from, name);
  }
};
module.exports.default = module.exports;
