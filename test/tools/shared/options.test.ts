import { readOptions, readWords, wholeNumber } from "../../../tools/shared/options";
import { UsageError } from "../../../tools/shared/usage-error";

const OPTIONS = { ref: { value: "<commit>", required: true }, out: { value: "<folder>" } } as const;
const USAGE = "usage: npm run sample -- --ref <commit> [--out <folder>]";

function read(args: readonly string[]) {
  return readOptions(args, "npm run sample --", OPTIONS);
}

describe("readOptions", () => {
  it("reads a value after a space or an equals sign", () => {
    expect(read(["--ref", "main", "--out=plans"])).toEqual({ ref: "main", out: "plans" });
  });

  it("leaves an optional option undefined", () => {
    expect(read(["--ref", "main"]).out).toBeUndefined();
  });

  it("reads a flag, which is false by default", () => {
    const description = { write: {} } as const;
    expect(readOptions(["--write"], "npm run sample --", description).write).toBe(true);
    expect(readOptions([], "npm run sample --", description).write).toBe(false);
    expect(() => readOptions(["--write=yes"], "npm run sample --", description)).toThrow(
      "Option '--write' does not take an argument; usage: npm run sample -- [--write]",
    );
  });

  it.each([
    [[], "--ref must be given, got nothing"],
    [["--ref="], "--ref must be given, got nothing"],
    [["--ref", "main", "--out="], '--out must have a value, got ""'],
    [["--ref", "main", "--force"], "Unknown option '--force'"],
    [["--ref", "main", "-f"], "Unknown option '-f'"],
    [["--ref", "main", "plans"], "Unexpected argument 'plans'"],
    [["--ref"], "Option '--ref <value>' argument missing"],
    [["--ref", "--out", "x"], "Option '--ref' argument is ambiguous"],
  ])("fails on %j with the problem and the usage in one line", (args, problem) => {
    expect(() => read(args)).toThrow(new UsageError(`${problem}; ${USAGE}`));
  });

  it("rejects every option of a command without options", () => {
    expect(() => readOptions(["--fast"], "npm run sample", {})).toThrow(
      "Unknown option '--fast'; usage: npm run sample",
    );
  });
});

describe("readWords", () => {
  const read = (args: readonly string[]) =>
    readWords(args, "npm run sample --", { name: "suite", known: ["check", "quick", "lab"] }, { write: {} });

  it("returns the given words once, in the order of the known words, and the options", () => {
    expect(read(["lab", "--write", "check", "lab"])).toEqual({ words: ["check", "lab"], options: { write: true } });
  });

  it("returns every known word if none is given", () => {
    expect(read([]).words).toEqual(["check", "quick", "lab"]);
  });

  it.each([
    [["quikc"], 'suite must be one of check, quick, lab, got "quikc"'],
    [["--all"], "Unknown option '--all'"],
  ])("fails on %j", (args, message) => {
    expect(() => read(args)).toThrow(`${message}; usage: npm run sample -- [suite ...] [--write]`);
  });
});

describe("wholeNumber", () => {
  it("reads a number within the limits", () => {
    expect(wholeNumber("minutes", "5", { from: 1, to: 4320 })).toBe(5);
  });

  it.each(["0", "4321", "-1", "1.5", "5m", "", "1e3"])("refuses %j", (value) => {
    expect(() => wholeNumber("minutes", value, { from: 1, to: 4320 })).toThrow(
      `--minutes must be a whole number from 1 to 4320, got "${value}"`,
    );
  });
});
