import { describeFailure, LoggableError } from "../../../lambdas/shared/loggable-error";

describe("describeFailure", () => {
  it("keeps our own messages, and only name and code of other errors", () => {
    expect(describeFailure(new LoggableError("our own message"))).toBe("our own message");
    const driver = Object.assign(new Error("near 's3cret'"), { code: "ER_PARSE_ERROR" });
    expect(describeFailure(driver)).toBe("Error ER_PARSE_ERROR");
    expect(describeFailure(Object.assign(new Error("s3cret"), { code: "a s3cret" }))).toBe("Error");
    expect(describeFailure("s3cret")).toBe("unknown");
  });
});
