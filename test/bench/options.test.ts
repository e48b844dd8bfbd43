import { benchOptions } from "../../bench/options";
import { UsageError } from "../../tools/shared/usage-error";

const KNOWN = ["synth", "memory", "scale"];

function failure(args: readonly string[]): UsageError {
  try {
    benchOptions(args, KNOWN);
  } catch (error) {
    if (error instanceof UsageError) {
      return error;
    }
    throw error;
  }
  throw new Error(`${args.join(" ")} must be refused`);
}

describe("benchOptions", () => {
  it("runs every bench and writes nothing by default", () => {
    expect(benchOptions([], KNOWN)).toEqual({ names: KNOWN, write: false, runs: undefined });
  });

  it("runs the named benches once each, in the order of the list", () => {
    expect(benchOptions(["scale", "synth", "scale"], KNOWN).names).toEqual(["synth", "scale"]);
  });

  it("reads --write and --runs", () => {
    expect(benchOptions(["memory", "--runs", "5", "--write"], KNOWN)).toEqual({
      names: ["memory"],
      write: true,
      runs: 5,
    });
  });

  it("fails for an unknown bench with the known ones and exit code 1", () => {
    const { message, exitCode } = failure(["synht"]);

    expect(message).toContain('bench must be one of synth, memory, scale, got "synht"');
    expect(exitCode).toBe(1);
  });

  it("fails for an unknown option with exit code 1", () => {
    const { message, exitCode } = failure(["--fast"]);

    expect(message).toContain("Unknown option '--fast'; usage: npm run bench --");
    expect(exitCode).toBe(1);
  });

  it.each(["0", "101", "1.5", "-1", "many"])("fails for --runs=%s", (runs) => {
    expect(failure([`--runs=${runs}`]).message).toContain(`--runs must be a whole number from 1 to 100, got "${runs}"`);
  });
});
