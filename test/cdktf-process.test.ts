import util from "node:util";
import { replaceDeprecatedIsArray, traceErrorsOnly } from "../cdktf-process";

describe("traceErrorsOnly", () => {
  beforeAll(traceErrorsOnly);

  test("leaves the trace of an object that is no error unwritten", () => {
    const reference = { stack: "" };
    Error.captureStackTrace(reference);
    expect(reference.stack).toBe("");
  });

  test("writes the trace of an error from the function that is named on", () => {
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

  test("still tells where an error comes from", () => {
    expect(new Error("something else").stack).toMatch(/^Error: something else\n(?:.*\n)*.*cdktf-process\.test\.ts:\d+/);
  });
});

test("replaceDeprecatedIsArray gives CDKTF an isArray that Node does not warn of", () => {
  replaceDeprecatedIsArray();
  expect(Reflect.get(util, "isArray")).toBe(Array.isArray);
});
