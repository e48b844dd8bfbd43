const { createRequire } = require("node:module");
const Runtime = require("jest-runtime").default;

/**
 * Packages that read neither the clock nor the environment when they are loaded, and hold no state that changes a result. CDKTF
 * only numbers its tokens from 0 in each process, and rendered stacks contain no tokens. Jest loads every module again for every
 * test file, which takes half of the CPU time of `npm test` for these packages alone.
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
