import util from "node:util";
import { replaceDeprecatedIsArray, traceErrorsOnly } from "../cdktf-process";

describe("traceErrorsOnly", () => {
  beforeAll(traceErrorsOnly);

  it("writes no stack trace for an object that is not an error", () => {
    const reference = { stack: "" };
    Error.captureStackTrace(reference);
    expect(reference.stack).toBe("");
  });

  it("writes the stack trace of an error from the given function on", () => {
    const traces: string[][] = [];
    function traced(): void {
      const error = new Error("traced");
      traces.push(error.stack?.split("\n") ?? []);
      Error.captureStackTrace(error, traced);
      traces.push(error.stack?.split("\n") ?? []);
    }
    traced();
    const [whole, fromCaller] = traces;
    expect(whole?.length).toBeGreaterThan(3);
    expect(fromCaller?.slice(0, 3)).toEqual(["Error: traced", ...(whole?.slice(2, 4) ?? [])]);
  });

  it("shows the origin of an error", () => {
    expect(new Error("something else").stack).toMatch(/^Error: something else\n(?:.*\n)*.*cdktf-process\.test\.ts:\d+/);
  });
});

it("replaceDeprecatedIsArray gives CDKTF an isArray without a warning of Node", () => {
  replaceDeprecatedIsArray();
  expect(Reflect.get(util, "isArray")).toBe(Array.isArray);
});
