import { App, Lazy, Testing } from "cdktf";
import { arnOf } from "../../modules/shared/arn";

describe("the runtime of the tests", () => {
  test("takes packages from the worker process, not from the module registry of a test file", () => {
    expect([App, Lazy, Testing].map((shared) => shared instanceof Function)).toEqual([false, false, false]);
  });

  test("loads the sources of the repository anew for every test file", () => {
    expect(arnOf instanceof Function).toBe(true);
  });

  test("writes out no stack trace of a reference", () => {
    expect(Reflect.get(Lazy.anyValue({ produce: () => 1 }), "creationStack")).toEqual([]);
  });
});
