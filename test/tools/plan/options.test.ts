import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { planOptions } from "../../../tools/plan/options";
import { SYNTHESIZED } from "../../../tools/shared/repository";

describe("planOptions", () => {
  const folder = mkdtempSync(join(tmpdir(), "tierra-options-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("compares with the last synthesis, in every environment", () => {
    expect(planOptions(["--base", "/base", "--out", folder])).toEqual({
      base: "/base",
      head: SYNTHESIZED,
      out: folder,
    });
  });

  it("accepts another head and one environment", () => {
    const options = planOptions(["--base", "/base", "--head", "/head", "--environment", "dev", "--out", folder]);
    expect(options).toMatchObject({ head: "/head", environment: "dev" });
  });

  it.each([
    [["--out", "/plans"], "--base must be given"],
    [["--base", "/base"], "--out must be given"],
    [["--base", "/base", "--out", "/plans", "--force"], "Unknown option '--force'"],
    [["--base"], "--base must have a value, got nothing"],
  ])("fails on %j with the whole command", (args, message) => {
    expect(() => planOptions(args)).toThrow(message);
    expect(() => planOptions(args)).toThrow("npm run plan:changed -- --base <folder>");
  });

  it("fails when the folder contains other files", () => {
    writeFileSync(join(folder, "thesis.txt"), "");
    expect(() => planOptions(["--base", "/base", "--out", folder])).toThrow(
      "--out must name a new folder, an empty one or one with earlier plans",
    );
  });
});
