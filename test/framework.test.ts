import util from "node:util";
import { hurryTraces } from "../framework";

describe("hurryTraces", () => {
  beforeAll(hurryTraces);

  test("leaves the trace of what is no error unwritten", () => {
    const reference = { stack: "" };
    Error.captureStackTrace(reference);
    expect(reference.stack).toBe("");
  });

  test("still tells where an error comes from", () => {
    expect(new Error("something else").stack).toMatch(/^Error: something else\n(?:.*\n)*.*framework\.test\.ts:\d+/);
  });

  test("gives CDKTF an isArray that Node does not warn of", () => {
    expect(Reflect.get(util, "isArray")).toBe(Array.isArray);
  });
});
