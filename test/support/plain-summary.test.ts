const PlainSummary = require("./plain-summary") as new () => {
  onRunComplete(contexts: undefined, results: Readonly<Partial<Record<string, number>>>): void;
};

/** What the reporter writes at the end of a run. */
function summaryOf(results: Partial<Record<string, number>>): string {
  const write = jest.spyOn(process.stdout, "write").mockReturnValue(true);
  try {
    const none = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numRuntimeErrorTestSuites: 0 };
    new PlainSummary().onRunComplete(undefined, { ...none, ...results });
    return write.mock.calls.map(([text]) => text).join("");
  } finally {
    write.mockRestore();
  }
}

describe("PlainSummary", () => {
  it("counts passed, failed and skipped tests on one line", () => {
    expect(summaryOf({ numPassedTests: 4, numFailedTests: 1, numPendingTests: 2 })).toBe(
      "4 passed, 1 failed, 2 skipped\n",
    );
  });

  it("counts a file that could not run as a failed test", () => {
    expect(summaryOf({ numPassedTests: 4, numFailedTests: 1, numRuntimeErrorTestSuites: 2 })).toBe(
      "4 passed, 3 failed, 0 skipped\n",
    );
  });

  it("counts a test that is not written yet as skipped", () => {
    expect(summaryOf({ numPassedTests: 4, numTodoTests: 2 })).toBe("4 passed, 0 failed, 2 skipped\n");
  });
});
