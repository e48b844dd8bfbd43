import { App, Lazy, Testing } from "cdktf";
import { arnOf } from "../../modules/shared/arn";

describe("the runtime of the tests", () => {
  it("loads packages once per worker process, not once per test file", () => {
    expect([App, Lazy, Testing].map((shared) => shared instanceof Function)).toEqual([false, false, false]);
  });

  it("loads the sources of the repository for every test file", () => {
    expect(arnOf instanceof Function).toBe(true);
  });

  it("writes no stack trace for a reference", () => {
    expect(Reflect.get(Lazy.anyValue({ produce: () => 1 }), "creationStack")).toEqual([]);
  });
});
