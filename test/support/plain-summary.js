/** Jest reporter whose one line says in plain words how a run ended: `N passed, N failed, N skipped`. */
module.exports = class PlainSummary {
  onRunComplete(_, { numPassedTests, numFailedTests, numPendingTests, numTodoTests = 0, numRuntimeErrorTestSuites }) {
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    process.stdout.write(`${numPassedTests} passed, ${failed} failed, ${numPendingTests + numTodoTests} skipped\n`);
  }
};
