import { countsOf } from "../../../tools/ci/counts";

const summary = { counts: "summary" } as const;
const exitCode = { counts: "exit-code" } as const;

describe("countsOf", () => {
  it("reads the last summary of a log, in colour or not", () => {
    const log = "1 passed, 0 failed, 0 skipped\n\u001b[1m12 passed, 0 failed, 3 skipped\u001b[22m\nTime: 2 s\n";
    expect(countsOf(summary, log, 0)).toEqual({ passed: 12, failed: 0, skipped: 3 });
  });

  it("reads a summary without skipped tests", () => {
    expect(countsOf(summary, "34 passed, 0 failed\n", 0)).toEqual({ passed: 34, failed: 0, skipped: 0 });
  });

  it("counts a failure for an exit code that the log does not explain", () => {
    expect(countsOf(summary, "12 passed, 0 failed, 0 skipped\n", 124)).toEqual({ passed: 12, failed: 1, skipped: 0 });
    expect(countsOf(summary, "9 passed, 3 failed, 0 skipped\n", 1)).toEqual({ passed: 9, failed: 3, skipped: 0 });
  });

  it("counts a suite without a summary as failed, even with exit code 0", () => {
    const failed = { passed: 0, failed: 1, skipped: 0 };
    expect(countsOf(summary, "", 0)).toEqual(failed);
    expect(countsOf(summary, "output: 12 passed, 0 failed, 0 skipped\n", 0)).toEqual(failed);
  });

  it("counts a failure if no test passed, because none ran or all were skipped", () => {
    expect(countsOf(summary, "0 passed, 0 failed, 0 skipped\n", 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(countsOf(summary, "0 passed, 0 failed, 7 skipped\n", 0)).toEqual({ passed: 0, failed: 1, skipped: 7 });
  });

  it("counts a suite without numbers as one test", () => {
    expect(countsOf(exitCode, "3 passed, 0 failed\n", 0)).toEqual({ passed: 1, failed: 0, skipped: 0 });
    expect(countsOf(exitCode, "", 2)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});
